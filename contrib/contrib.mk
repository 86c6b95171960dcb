# What the project makes beside its programs.

# A roster of people who do not exist, for the demo, tests and benches: `.build/dev/sampletown --help` lists its options.
$(B)/sampletown: contrib/sampletown.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $< -o $@

.PHONY: demo
demo: ## a made-up town, a hub on loopback and linli on it; everything stays in .build
	@contrib/deps.sh build demo
	@$(MAKE) --no-print-directory all $(B)/sampletown $(B)/screen-play
	@contrib/demo.sh $(B)
