# SPDX-License-Identifier: Apache-2.0
#
# What a player is made of: all of player/ and, natively, of abi/native/. To add
# an ABI x: write abi/x/sock_x.c, name x in ABIS, and say in PLAYER_WASM_x which
# files its player has: its own, and those of preview1 that it shares (WASI).

ABIS = wasinet_v0 preview1 pathopen python wasmedge1 wasmedge2 wasigo \
	wasix

guest_folder = $(patsubst guests/%.c,%,$(wildcard guests/$(1)/*.c))

PLAYER = lang/wire $(filter-out player/sock_%,$(call guest_folder,player))
PLAYER_NATIVE = $(PLAYER) $(call guest_folder,abi/native)
PLAYER_WASM = $(PLAYER) player/sock_none abi/wasi/hostile_wasm abi/wasi/wasi

WASI = $(addprefix abi/wasi/wasi_,fd files poll) player/sock_by_msg
WASMEDGE = $(WASI) $(filter-out abi/wasmedge/sock_%, \
	$(call guest_folder,abi/wasmedge)) abi/wasmedge/sock_wasmedge

PLAYER_WASM_wasinet_v0 = $(WASI) $(call guest_folder,abi/wasinet_v0)
PLAYER_WASM_preview1 = $(WASI) abi/wasi/wasi_sock abi/preview1/sock_preview1
PLAYER_WASM_pathopen = $(WASI) abi/wasi/wasi_sock \
	$(call guest_folder,abi/pathopen)
PLAYER_WASM_python = $(call guest_folder,abi/python)
PLAYER_WASM_wasmedge1 = $(WASMEDGE) abi/wasmedge/sock_wasmedge1
PLAYER_WASM_wasmedge2 = $(WASMEDGE) abi/wasmedge/sock_wasmedge2
PLAYER_WASM_wasigo = $(WASMEDGE) abi/wasmedge/sock_wasigo
PLAYER_WASM_wasix = $(WASI) $(call guest_folder,abi/wasix)

# A memory of fixed size, with a last page that nothing uses: the hostile
# pointers are made of that. The stack comes first, so that it ends in a trap
# and not in the data.
PLAYER_WASM_FLAGS = -D_GNU_SOURCE
PLAYER_WASM_LINK_FLAGS = -Wl,-z,stack-size=65536 -Wl,--stack-first \
	-Wl,--initial-memory=8388608 -Wl,--max-memory=8388608

# tests/guests/test_player.c trips the guards by hand
TESTS_EXTRA_OBJ += $(B)/obj/guests/player/guard.o $(B)/obj/guests/player/spell.o
