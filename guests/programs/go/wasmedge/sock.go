// SPDX-License-Identifier: Apache-2.0

//go:build wasip1

// Package wasmedge has TCP over WasmEdge's sockets, version 2: as much of
// package net as a server needs.
//
// Connections are non-blocking os.Files, so that a goroutine that waits for
// one does not stop the others: the runtime waits with poll_oneoff.
package wasmedge

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// Numbers of WASI and of WasmEdge, which are not Linux's.
const (
	familyIPv4   = 1
	familyIPv6   = 2
	typeStream   = 2
	levelSocket  = 0
	reuseAddress = 0
	bodySize     = 128
)

// address is what a call is pointed to: where a body is, and how long.
type address struct {
	body uint32
	size uint32
}

//go:wasmimport wasi_snapshot_preview1 sock_open
//go:noescape
func sockOpen(family, kind int32, fd unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_bind
//go:noescape
func sockBind(fd int32, addr unsafe.Pointer, port uint32) uint32

//go:wasmimport wasi_snapshot_preview1 sock_listen
//go:noescape
func sockListen(fd int32, backlog int32) uint32

//go:wasmimport wasi_snapshot_preview1 sock_connect
//go:noescape
func sockConnect(fd int32, addr unsafe.Pointer, port uint32) uint32

// The type of version 2; with two parameters it would be version 1's.
//
//go:wasmimport wasi_snapshot_preview1 sock_accept
//go:noescape
func sockAccept(fd int32, flags uint32, conn unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_setsockopt
//go:noescape
func sockSetsockopt(fd, level, name int32, value unsafe.Pointer, size uint32) uint32

//go:wasmimport wasi_snapshot_preview1 sock_getpeeraddr
//go:noescape
func sockGetpeeraddr(fd int32, addr unsafe.Pointer, port unsafe.Pointer) uint32

func pointer(p unsafe.Pointer) uint32 {
	return uint32(uintptr(p))
}

func result(what string, errno uint32) error {
	if errno == 0 {
		return nil
	}
	return os.NewSyscallError(what, syscall.Errno(errno))
}

// ip is an address as a body of 4 or 16 bytes, which both versions take.
type ip struct {
	bytes [16]byte
	addr  address
}

func newIP(a netip.Addr) *ip {
	w := new(ip)
	w.addr.size = uint32(copy(w.bytes[:], a.AsSlice()))
	w.addr.body = pointer(unsafe.Pointer(&w.bytes))
	return w
}

func open(a netip.Addr) (int32, error) {
	family := int32(familyIPv4)
	if a.Is6() {
		family = familyIPv6
	}
	var fd int32
	err := result("sock_open", sockOpen(family, typeStream, unsafe.Pointer(&fd)))
	return fd, err
}

// file makes what the runtime waits for of a descriptor.
func file(fd int32) (*os.File, error) {
	if err := syscall.SetNonblock(int(fd), true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "socket"), nil
}

// A Listener accepts connections.
type Listener struct {
	fd int32
}

// Listen makes one at an address such as 127.0.0.1:7000.
func Listen(at string) (*Listener, error) {
	where, err := netip.ParseAddrPort(at)
	if err != nil {
		return nil, err
	}
	fd, err := open(where.Addr())
	if err != nil {
		return nil, err
	}
	on := int32(1)
	a := newIP(where.Addr())
	err = result("sock_setsockopt", sockSetsockopt(fd, levelSocket,
		reuseAddress, unsafe.Pointer(&on), 4))
	if err == nil {
		err = result("sock_bind", sockBind(fd,
			unsafe.Pointer(&a.addr), uint32(where.Port())))
	}
	if err == nil {
		err = result("sock_listen", sockListen(fd, 8))
	}
	runtime.KeepAlive(a)
	if err != nil {
		syscall.Close(int(fd))
		return nil, err
	}
	return &Listener{fd}, nil
}

// Accept waits for a connection. It blocks the whole program.
func (l *Listener) Accept() (*Conn, error) {
	var fd int32
	err := result("sock_accept", sockAccept(l.fd, 0, unsafe.Pointer(&fd)))
	if err != nil {
		return nil, err
	}
	return newConn(fd)
}

// Close ends listening.
func (l *Listener) Close() error {
	return syscall.Close(int(l.fd))
}

// A Conn is a connection.
type Conn struct {
	*os.File
	fd int32
}

func newConn(fd int32) (*Conn, error) {
	f, err := file(fd)
	if err != nil {
		syscall.Close(int(fd))
		return nil, err
	}
	return &Conn{f, fd}, nil
}

// Dial makes a connection to an address.
func Dial(to string) (*Conn, error) {
	where, err := netip.ParseAddrPort(to)
	if err != nil {
		return nil, err
	}
	fd, err := open(where.Addr())
	if err != nil {
		return nil, err
	}
	a := newIP(where.Addr())
	err = result("sock_connect", sockConnect(fd, unsafe.Pointer(&a.addr),
		uint32(where.Port())))
	runtime.KeepAlive(a)
	if err != nil {
		syscall.Close(int(fd))
		return nil, err
	}
	return newConn(fd)
}

// Remote tells who the other side is.
func (c *Conn) Remote() (netip.AddrPort, error) {
	var body [bodySize]byte
	var port uint32
	a := address{pointer(unsafe.Pointer(&body)), bodySize}
	err := result("sock_getpeeraddr", sockGetpeeraddr(c.fd,
		unsafe.Pointer(&a), unsafe.Pointer(&port)))
	runtime.KeepAlive(&body)
	if err != nil {
		return netip.AddrPort{}, err
	}
	switch int(body[0]) | int(body[1])<<8 {
	case familyIPv4:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(body[2:6])), uint16(port)), nil
	case familyIPv6:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(body[2:18])), uint16(port)), nil
	}
	return netip.AddrPort{}, fmt.Errorf("a peer of family %d", body[0])
}

var _ io.ReadWriteCloser = (*Conn)(nil)
