# linli: `make help` lists the targets. Every flavour has a hidden folder of its own: .build/dev, .build/asan, .build/cov.
FLAVOUR ?= dev
B := .build/$(FLAVOUR)
PREFIX ?= /usr/local
VERSION := 0.1.0

CC ?= cc
FLAGS_dev := -O2 -g -D_FORTIFY_SOURCE=2
FLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS_cov := -O0 -g --coverage
WARN := -Wall -Wextra -Wformat=2 -Wformat-nonliteral -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
        -Wpointer-arith -Wwrite-strings -Wundef $(if $(CI),-Werror) $(if $(WERROR),-Werror)
CFLAGS_ALL := -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DLINLI_VERSION='"$(VERSION)"' -Iinclude -Isrc -I$(B)/gen \
        -fPIE -fstack-protector-strong $(WARN) $(FLAGS_$(FLAVOUR)) $(CFLAGS)
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now $(filter -fsanitize% --coverage,$(FLAGS_$(FLAVOUR))) $(LDFLAGS)

# Floors, lowest first (HOUSE.md section 1): a room may use headers of its own and of the rooms before it.
ROOMS := base text core store sync act
LIBS_base := -ljansson -lsodium
LIBS_store := -lsqlite3
LIBS_sync := -lzstd -ldl
LIBS_tui := -lncursesw -ltinfo
LIBS_hub := -lmicrohttpd -lgnutls
LIBS_ROOMS := $(LIBS_sync) $(LIBS_store) $(LIBS_base)

# A line a step; V=1 shows the whole command.
say = $(if $(V),,@printf '  %s  %s\n' $(1) $(2);)

SOURCES = $(wildcard src/$(1)/*.c)
OBJECTS = $(patsubst src/%.c,$(B)/%.o,$(call SOURCES,$(1)))
LIB = $(B)/lib$(1).a
# The libraries that room $(1) and its tests link: its own and all lower ones, highest first.
BELOW = $(if $(filter $(1),$(ROOMS)),$(call upto,$(1),$(ROOMS)),$(1) $(call reverse,$(ROOMS)))
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
upto = $(call reverse,$(call until,$(1),$(2)))
until = $(if $(2),$(firstword $(2)) $(if $(filter $(1),$(firstword $(2))),,$(call until,$(1),$(wordlist 2,$(words $(2)),$(2)))))

GEN := $(B)/gen/statements.inc $(B)/gen/schema.inc
PROGRAMS := $(B)/linli $(B)/linli-hub
MO := $(B)/share/locale/zh_CN/LC_MESSAGES/linli.mo

.PHONY: all help
all: $(PROGRAMS) $(MO) share ## build both programs
help: ## this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: share
share: ; @mkdir -p $(B)/share; ln -sfn $(CURDIR)/themes $(B)/share/themes

# SQL stays in .sql files; a statement is named by the comment above it. The files become two include files.
$(B)/gen/statements.inc: $(wildcard src/store/stmt_*.sql) contrib/sql2inc.awk
	@mkdir -p $(@D)
	awk -v mode=statements -f contrib/sql2inc.awk $(sort $(wildcard src/store/stmt_*.sql)) > $@.part && mv $@.part $@
$(B)/gen/schema.inc: $(wildcard src/store/schema*.sql) contrib/sql2inc.awk
	@mkdir -p $(@D)
	awk -v mode=schema -f contrib/sql2inc.awk $(sort $(wildcard src/store/schema*.sql)) > $@.part && mv $@.part $@

$(B)/%.o: src/%.c $(GEN) Makefile
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

define room_rule
$(B)/lib$(1).a: $$(call OBJECTS,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,ar,$$@)ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS) tui cli hub,$(eval $(call room_rule,$(r))))

CLIENT := $(foreach r,tui cli $(call reverse,$(ROOMS)),$(call LIB,$(r)))
HUB := $(foreach r,hub $(call reverse,$(ROOMS)),$(call LIB,$(r)))
$(B)/linli: $(B)/linli.o $(CLIENT)
	$(call say,ld,$@)$(CC) $(LDFLAGS_ALL) $< $(CLIENT) $(LIBS_tui) $(LIBS_ROOMS) -o $@
$(B)/linli-hub: $(B)/linli-hub.o $(HUB)
	$(call say,ld,$@)$(CC) $(LDFLAGS_ALL) $< $(HUB) $(LIBS_hub) $(LIBS_ROOMS) -o $@

$(MO): $(wildcard src/po/zh_CN*.po)
	@mkdir -p $(@D)
	msgcat --use-first $^ | msgfmt -o $@ -

# Unit tests: tests/unit/ROOM/NAME_test.c, each a cmocka program that links its room and the ones below.
UNIT_SOURCES := $(wildcard tests/unit/*/*_test.c)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SOURCES))
define unit_rule
$(B)/unit/$(1)/%_test: tests/unit/$(1)/%_test.c $(foreach r,$(call BELOW,$(1)),$(call LIB,$(r)))
	@mkdir -p $$(@D)
	$$(call say,cc,$$<)$$(CC) $$(CFLAGS_ALL) -Itests -MMD -MP $$(LDFLAGS_ALL) $$< $(foreach r,$(call BELOW,$(1)),$(call LIB,$(r))) $(LIBS_$(1)) $(LIBS_ROOMS) -lcmocka -o $$@
.PHONY: unit-$(1)
unit-$(1): $$(filter $(B)/unit/$(1)/%,$$(UNIT_TESTS)) ## (per room) build and run its unit tests
	@for t in $$^; do ./$$$$t || exit 1; done
endef
$(foreach r,$(ROOMS) tui cli hub,$(eval $(call unit_rule,$(r))))

-include $(wildcard $(B)/*.d $(B)/*/*.d $(B)/unit/*/*.d)
-include tests/tests.mk
-include contrib/contrib.mk
