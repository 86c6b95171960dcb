# Tests and measures. `make check` is everything a change must pass; `make asan` the same programs under the sanitizers.
HOUSEHOLDS ?= 47000
SECONDS ?= 600
T := $(B)/tests

.PHONY: deps check test asan test-programs bench fmt shape headers format po pot cov soak
deps: ## install what is missing to build, try and test
	@contrib/deps.sh
check: deps ## everything: build, all tests, floors, headers, format, translations
	@$(MAKE) --no-print-directory all test-programs
	@FLAVOUR=$(FLAVOUR) tests/check.sh shape headers format po fault tools unit screen cli sync fuzz
test: all test-programs ## the tests alone; K=word keeps those whose name holds it
	@FLAVOUR=$(FLAVOUR) tests/check.sh -k "$(K)" fault tools unit screen cli sync fuzz
asan: ## the same tests under ASan and UBSan
	@$(MAKE) --no-print-directory FLAVOUR=asan test
shape: ## the floors: who includes whom, rings, words that have one room
headers: ## every public header compiles alone
format: ## the code is as .clang-format says
po: ## every message has its Chinese words
shape headers format po:
	@FLAVOUR=$(FLAVOUR) tests/check.sh $@

C_FILES = $(wildcard src/*.[ch] src/*/*.[ch] include/linli/*.h contrib/*.c tests/*/*.[ch] tests/*/*/*.[ch])
fmt: ## format the code
	clang-format -i $(C_FILES)
pot: ## all messages, for translators: .build/dev/linli.pot
	@mkdir -p $(B)
	@sh tests/shape/pot.sh > $(B)/linli.pot
	@echo "$(B)/linli.pot: $$(grep -c '^msgid ' $(B)/linli.pot) messages"
cov: ## tests with gcov; a line of coverage for each file
	@$(MAKE) --no-print-directory FLAVOUR=cov test || true
	@sh tests/cov.sh .build/cov

# The tools, each from its folder. They stand beside linli, so that scripts find them in PATH.
$(T)/%.o: tests/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -Itests -MMD -MP -c $< -o $@
-include $(wildcard $(T)/*/*.d $(T)/*/*/*.d)
BELOW_FRONT = $(foreach r,$(call reverse,$(ROOMS)),$(call LIB,$(r)))
VT := $(addprefix $(T)/screen/,vt.o view.o keys.o)
LIBS_VT := -lvterm -lncursesw -ltinfo

$(B)/screen-play: $(addprefix $(T)/screen/,play.o actions.o golden.o clean.o shot.o) $(VT) $(B)/tui/theme_fit.o
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_VT) -o $@
.PHONY: shots
shots: all test-programs ## the pictures of the README, from real cells
	@UPDATE=1 FLAVOUR=$(FLAVOUR) tests/check.sh -k shots_ screen
$(B)/sample: $(T)/screen/self/sample.o
	$(CC) $(LDFLAGS_ALL) $^ -lncursesw -ltinfo -o $@
# Preloaded into whatever is tested, so without sanitizers and without names that 64-bit file offsets or _FORTIFY_SOURCE change.
$(B)/killshim.so: tests/fault/killshim.c tests/fault/shimlog.h Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared $< -ldl -lpthread -o $@
$(B)/powerloss: $(T)/fault/powerloss.o
	$(CC) $(LDFLAGS_ALL) $^ -o $@
$(B)/victim: $(T)/fault/self/victim.o
	$(CC) $(LDFLAGS_ALL) $^ -lsqlite3 -o $@
$(B)/screen-soak: $(addprefix $(T)/screen/,soak.o golden.o clean.o) $(VT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_VT) -o $@
SEED ?= $(shell date +%s)
PRESSES ?= 0
soak: all $(B)/screen-soak $(B)/sampletown ## random keys on the screen: SECONDS=600, SEED=n, PRESSES=n; FLAVOUR=asan
	@rm -rf $(B)/soak && mkdir -p -m 700 $(B)/soak/home
	@$(B)/sampletown --households 600 > $(B)/soak/town.csv
	@LINLI_HOME=$(B)/soak/home $(B)/linli import $(B)/soak/town.csv > /dev/null
	@cd $(B)/soak && HOME=$(abspath $(B))/soak ASAN_OPTIONS=quarantine_size_mb=64 $(abspath $(B))/screen-soak --seconds $(SECONDS) --presses $(PRESSES) \
		--seed $(SEED) --home $(abspath $(B))/soak/home --lang zh_CN.UTF-8 $(abspath $(B))/linli
	@LINLI_HOME=$(B)/soak/home $(B)/linli verify
# Workbooks stand in tests/data as their parts.
$(B)/zipdir: $(T)/cli/zipdir.o $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
TOOLS := $(addprefix $(B)/,screen-play screen-soak sample killshim.so powerloss victim zipdir)

# Measures: the floor, and what compares linli with it.
bench: all $(B)/sampletown $(addprefix $(B)/,floor bench-screen bench-insert bench-save) ## linli against bare SQLite and ncurses; HOUSEHOLDS=47000
	@HOUSEHOLDS=$(HOUSEHOLDS) B=$(abspath $(B)) tests/bench/bench.sh
$(B)/floor: $(T)/bench/floor.o
	$(CC) $(LDFLAGS_ALL) $^ -lncursesw -ltinfo -lsqlite3 -o $@
$(B)/bench-screen: $(T)/bench/screen.o $(VT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_VT) -o $@
$(B)/bench-insert: $(T)/bench/insert.o
	$(CC) $(LDFLAGS_ALL) $^ -lsqlite3 -o $@
$(B)/bench-save: $(T)/bench/save.o $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
-include tests/bench/bench.mk

# Tests in C beside the unit tests: tests/{screen,cli,sync,fault}/NAME_test.c link every room below the front ones.
C_TESTS := $(patsubst tests/%.c,$(T)/%,$(wildcard $(foreach k,screen cli sync fault,tests/$(k)/*_test.c)))
$(C_TESTS): $(T)/%: $(T)/%.o $(VT) $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_VT) $(LIBS_ROOMS) -lcmocka -o $@
# Fuzz targets: tests/fuzz/NAME_fuzz.c with LLVMFuzzerTestOneInput, seeds in tests/fuzz/seeds/NAME, words in NAME.dict. The tests replay
# the seeds; `make fuzz NAME=wire SECONDS=600` searches, with clang.
FUZZERS := $(patsubst tests/%.c,$(T)/%,$(wildcard tests/fuzz/*_fuzz.c))
REPLAY := $(if $(filter fuzz,$(FLAVOUR)),,$(T)/fuzz/replay.o)
$(FUZZERS): $(T)/%: $(T)/%.o $(REPLAY) $(BELOW_FRONT)
	$(CC) $(LDFLAGS_ALL) $^ $(LIBS_ROOMS) -o $@
NAME ?= wire
SANITIZE := -fno-sanitize-recover=undefined -fsanitize=address,undefined
.PHONY: fuzz
fuzz: ## search with libFuzzer (clang): NAME=target SECONDS=600
	@$(MAKE) --no-print-directory FLAVOUR=fuzz CC=clang CFLAGS="-O1 -g $(SANITIZE),fuzzer-no-link" LDFLAGS="$(SANITIZE),fuzzer" \
		.build/fuzz/tests/fuzz/$(NAME)_fuzz
	@mkdir -p .build/fuzz/found/$(NAME)
	.build/fuzz/tests/fuzz/$(NAME)_fuzz -max_total_time=$(SECONDS) -artifact_prefix=.build/fuzz/found/$(NAME)- \
		$(if $(wildcard tests/fuzz/$(NAME).dict),-dict=tests/fuzz/$(NAME).dict) .build/fuzz/found/$(NAME) tests/fuzz/seeds/$(NAME)

test-programs: $(TOOLS) $(B)/sampletown $(FUZZERS) $(UNIT_TESTS) $(C_TESTS)
