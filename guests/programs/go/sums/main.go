// SPDX-License-Identifier: Apache-2.0

// Sums is a reactor: its functions are called from outside, and find the
// state that those before them have left.
package main

var calls int32

//go:wasmexport add
func add(a, b int32) int32 {
	calls++
	return a + b
}

//go:wasmexport half
func half(a float64) float64 {
	calls++
	return a / 2
}

// grow needs the collector and the scheduler, which _initialize has started.
//
//go:wasmexport grow
func grow(n int32) int64 {
	sizes := make(chan int64)
	for i := int32(0); i < n; i++ {
		go func() { sizes <- int64(len(make([]byte, 1<<16))) }()
	}
	var all int64
	for i := int32(0); i < n; i++ {
		all += <-sizes
	}
	return all
}

func main() {}
