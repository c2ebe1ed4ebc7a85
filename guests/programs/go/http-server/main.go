// SPDX-License-Identifier: Apache-2.0

//go:build wasip1

// HTTP-server ADDRESS COUNT answers so many requests, as ../../http-server.c
// does, with net/http's requests over WasmEdge's sockets.
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"strconv"

	"sockdiff.example/programs/wasmedge"
)

func body(status int) string {
	if status != http.StatusOK {
		return http.StatusText(status) + "\n"
	}
	if greeting := os.Getenv("GREETING"); greeting != "" {
		return greeting + "\n"
	}
	return "hello\n"
}

func status(r *http.Request) int {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed
	case r.URL.Path != "/":
		return http.StatusNotFound
	}
	return http.StatusOK
}

func serve(c *wasmedge.Conn) error {
	defer c.Close()
	if who, err := c.Remote(); err == nil {
		fmt.Println("from", who)
	}
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return err
	}
	s := status(r)
	text := body(s)
	fmt.Println(r.Method, r.URL.Path, s)
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\n"+
		"Content-Length: %d\r\nConnection: close\r\n\r\n",
		s, http.StatusText(s), len(text))
	if r.Method == http.MethodHead {
		text = ""
	}
	_, err = c.Write([]byte(head + text))
	return err
}

func run(at string, count int) error {
	l, err := wasmedge.Listen(at)
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Println("listening at", at)
	for ; count > 0; count-- {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		if err := serve(c); err != nil {
			fmt.Println(err)
		}
	}
	return nil
}

func main() {
	count := 0
	if len(os.Args) == 3 {
		count, _ = strconv.Atoi(os.Args[2])
	}
	if count < 1 {
		fmt.Fprintln(os.Stderr, "usage: http-server ADDRESS COUNT")
		os.Exit(2)
	}
	if err := run(os.Args[1], count); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
