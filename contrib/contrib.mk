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

# Man pages come from the tables that are run; those in Chinese need the messages.
MAN_PAGES := man1/linli.1 man8/linli-hub.8 man5/linli.conf.5 man5/linli-theme.5
MAN := $(addprefix $(B)/share/man/,$(MAN_PAGES)) $(addprefix $(B)/share/man/zh_CN/,$(MAN_PAGES))
$(B)/man-pages: contrib/man.c $(wildcard src/*/*.def include/linli/*.def) $(HUB)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $< $(HUB) $(LIBS_hub) $(LIBS_ROOMS) -o $@
$(B)/share/man/zh_CN/%: $(B)/man-pages $(MO)
	@mkdir -p $(@D)
	$(call say,man,$@)LC_ALL=C.UTF-8 LANGUAGE=zh_CN $< $(basename $(@F)) > $@.part && mv $@.part $@
$(B)/share/man/%: $(B)/man-pages
	@mkdir -p $(@D)
	$(call say,man,$@)LC_ALL=C.UTF-8 LANGUAGE=en $< $(basename $(@F)) > $@.part && mv $@.part $@

# Completion for three shells, from the same tables.
SHELLS := $(foreach s,bash zsh fish,$(foreach p,linli linli-hub,$(B)/share/completions/$(s)/$(p)))
$(B)/completions: contrib/complete.c $(wildcard src/*/*.def include/linli/*.def) $(HUB)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $< $(HUB) $(LIBS_hub) $(LIBS_ROOMS) -o $@
$(SHELLS): $(B)/share/completions/%: $(B)/completions
	@mkdir -p $(@D)
	$(call say,sh,$@)LC_ALL=C $< $(subst /, ,$*) > $@.part && mv $@.part $@
all: $(SHELLS)
.PHONY: man install
man: $(MAN) ## the man pages, below .build
all: man

install: all ## into PREFIX (/usr/local), below DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/linli/themes $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 themes/*.theme themes/default.keys $(DESTDIR)$(PREFIX)/share/linli/themes
	install -m 644 contrib/county.conf $(DESTDIR)$(PREFIX)/share/linli
	install -m 644 $(MO) $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES
	for page in $(MAN_PAGES) $(addprefix zh_CN/,$(MAN_PAGES)); do \
		install -D -m 644 $(B)/share/man/$$page $(DESTDIR)$(PREFIX)/share/man/$$page || exit 1; done
	for p in linli linli-hub; do \
		install -D -m 644 $(B)/share/completions/bash/$$p $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$p && \
		install -D -m 644 $(B)/share/completions/zsh/$$p $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_$$p && \
		install -D -m 644 $(B)/share/completions/fish/$$p $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$p.fish || exit 1; done
