package bolt_test

import (
	"testing"

	"go.uber.org/goleak"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheEngineKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store { return open(t, bolt.Options{}) })
}

func TestTheEngineKeepsTheContractWhenEachFunctionRunsTwice(t *testing.T) {
	storetest.Run(t, storetest.Open)
}
