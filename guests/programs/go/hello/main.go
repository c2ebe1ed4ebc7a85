// SPDX-License-Identifier: Apache-2.0

// Hello says its arguments, what GREETING is, and what it reads, as
// ../../hello.c does.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func main() {
	greeting := os.Getenv("GREETING")
	if greeting == "" {
		greeting = "hello"
	}
	fmt.Println(strings.Join(append([]string{greeting}, os.Args[1:]...), " "))
	in := bufio.NewScanner(os.Stdin)
	lines := 0
	for in.Scan() {
		lines++
		fmt.Printf("%d: %s\n", lines, in.Text())
	}
	os.Exit(lines)
}
