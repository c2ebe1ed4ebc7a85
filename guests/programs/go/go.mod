// Programs in Go for WebAssembly, of the standard library only.
module sockdiff.example/programs

go 1.24
