package demo_test

import (
	"context"
	"fmt"
	"os"

	"willing/demo"
)

// The demo fills an empty folder; what comes back are the figures.
func ExampleRun() {
	dir, err := os.MkdirTemp("", "demo")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	result, err := demo.Run(context.Background(), demo.Options{Dir: dir, Seed: 1, Out: os.Stdout})
	fmt.Println(result.Approached, err)
}
