# SPDX-License-Identifier: Apache-2.0
#
# What a player is made of. To add an ABI x: write sock_x.c, name x in ABIS,
# and say which files its player has beside those that all have: its own and
# those of preview1's operations that it shares.

ABIS = wasinet_v0 preview1 pathopen python wasmedge1 wasmedge2 wasigo

PLAYER = addr answer args args_data args_kinds control fds guard names ops \
	ops_data ops_misc ops_names ops_options optval player preopen quirks \
	spell wire

PLAYER_NATIVE = $(PLAYER) hostile_native native_addr native_check \
	native_link native_lookup sock_native

PLAYER_WASM = $(PLAYER) hostile_wasm sock_none wasi
PLAYER_WASM_wasinet_v0 = sock_wasinet sock_by_msg wasi_fd wasi_files wasi_poll \
	wasinet_addr wasinet_lookup
PLAYER_WASM_preview1 = sock_preview1 wasi_sock sock_by_msg wasi_fd wasi_files \
	wasi_poll
PLAYER_WASM_pathopen = sock_pathopen pathopen_url wasi_sock sock_by_msg wasi_fd \
	wasi_files wasi_poll
PLAYER_WASM_python = sock_python python_lookup
PLAYER_WASMEDGE = sock_wasmedge sock_by_msg wasi_fd wasi_files wasi_poll wasmedge_addr \
	wasmedge_data wasmedge_lookup wasmedge_opts
PLAYER_WASM_wasmedge1 = sock_wasmedge1 $(PLAYER_WASMEDGE)
PLAYER_WASM_wasmedge2 = sock_wasmedge2 $(PLAYER_WASMEDGE)
PLAYER_WASM_wasigo = sock_wasigo $(PLAYER_WASMEDGE)

# A memory of fixed size, with a last page that nothing uses: the hostile
# pointers are made of that. The stack comes first, so that it ends in a trap
# and not in the data.
PLAYER_WASM_FLAGS = -D_GNU_SOURCE
PLAYER_WASM_LINK_FLAGS = -Wl,-z,stack-size=65536 -Wl,--stack-first \
	-Wl,--initial-memory=8388608 -Wl,--max-memory=8388608

# tests/test_player.c trips the guards by hand
TESTS_EXTRA_OBJ += $(B)/obj/guests/guard.o $(B)/obj/guests/spell.o
