//go:build !linux && !darwin

package main

import "balcao/metrics"

func systemFigures(*metrics.Page) {}
