# What tests/bench/push.sh runs beside linli and linli-hub.
PUSH_TOOLS := $(addprefix $(B)/,bench-visits bench-sink bench-rows bench-count bench-run bench-synced bench-today bench-pulled bench-desk)
.PHONY: push-tools
push-tools: $(PUSH_TOOLS)
bench: $(PUSH_TOOLS)
$(B)/bench-visits: $(T)/bench/visits.o $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
$(B)/bench-today: $(T)/bench/today.o $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
$(B)/bench-sink: $(T)/bench/sink.o
	$(CC) $(LDFLAGS_ALL) $^ -lmicrohttpd -o $@
$(B)/bench-rows: $(T)/bench/rows.o
	$(CC) $(LDFLAGS_ALL) $^ -lsqlite3 -o $@
$(B)/bench-synced $(B)/bench-desk: $(B)/bench-%: $(T)/bench/%.o $(VT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_VT) -o $@
$(B)/bench-count $(B)/bench-run: $(B)/bench-%: $(T)/bench/%.o
	$(CC) $(LDFLAGS_ALL) $^ -o $@
$(B)/bench-pulled: $(T)/bench/pulled.o $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
