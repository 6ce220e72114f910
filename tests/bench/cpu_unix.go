//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has spent. It says more than a clock where others share the
// machine.
func cpuTime() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
