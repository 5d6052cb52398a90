package accounts

import "balcao/store"

// The ids of what every installation starts with are fixed, so that the first
// start gives the same result however often it runs.
const (
	brazilID   = "00000000-0000-7000-8000-000000000011"
	workdaysID = "00000000-0000-7000-8000-000000000012"
	standardID = "00000000-0000-7000-8000-000000000021"
	premiumID  = "00000000-0000-7000-8000-000000000022"
)

// FirstStart makes the plans and calendars every installation starts with,
// unless there are plans already.
func FirstStart(tx store.Tx) error {
	for _, err := range plans.All(tx) {
		return err
	}
	for _, c := range []Calendar{brazil(), workdays()} {
		if err := calendars.Put(tx, c); err != nil {
			return err
		}
	}
	for _, p := range []Plan{standard(), premium()} {
		if err := plans.Put(tx, p); err != nil {
			return err
		}
	}
	return nil
}

func standard() Plan {
	return Plan{
		ID: standardID, Name: "Standard", Rank: 1, Calendar: workdaysID,
		Targets: Targets{Critical: within(4, 16), High: within(8, 40), Average: within(16, 80), Low: within(24, 0)},
	}
}

func premium() Plan {
	return Plan{
		ID: premiumID, Name: "Premium", Rank: 2,
		Targets: Targets{Critical: within(1, 8), High: within(2, 16), Average: within(8, 40), Low: within(16, 0)},
	}
}

// within promises answers and a solution within hours; 0 = no solution.
func within(answer, solution int) Target {
	first, next, solved := answer*60, answer*60, solution*60
	t := Target{FirstAnswer: &first, NextAnswer: &next}
	if solution > 0 {
		t.Solution = &solved
	}
	return t
}

func workdays() Calendar {
	return Calendar{ID: workdaysID, Name: "9×5", Week: fiveDays([2]string{"09:00", "18:00"}), Holidays: []Holiday{}}
}

// brazil has the national holidays and those the banks keep beside them.
func brazil() Calendar {
	return Calendar{
		ID: brazilID, Name: "Brasil", TimeZone: "America/Sao_Paulo", Week: fiveDays([2]string{"08:00", "12:00"}, [2]string{"13:00", "18:00"}),
		Holidays: []Holiday{
			{"2026-01-01", "Confraternização Universal", Yearly},
			{"2026-02-16", "Carnaval", Easter},
			{"2026-02-17", "Carnaval", Easter},
			{"2026-04-03", "Paixão de Cristo", Easter},
			{"2026-04-21", "Tiradentes", Yearly},
			{"2026-05-01", "Dia do Trabalho", Yearly},
			{"2026-06-04", "Corpus Christi", Easter},
			{"2026-09-07", "Independência do Brasil", Yearly},
			{"2026-10-12", "Nossa Senhora Aparecida", Yearly},
			{"2026-11-02", "Finados", Yearly},
			{"2026-11-15", "Proclamação da República", Yearly},
			{"2026-11-20", "Dia Nacional de Zumbi e da Consciência Negra", Yearly},
			{"2026-12-25", "Natal", Yearly},
		},
	}
}

func fiveDays(hours ...[2]string) map[string][][2]string {
	week := map[string][][2]string{}
	for _, name := range weekdays[1:6] {
		week[name] = hours
	}
	return week
}
