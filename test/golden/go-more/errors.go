package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type Account struct {
	ID      int
	Owner   string
	Balance float64
	History []Transaction
}

type Transaction struct {
	Kind   Kind
	Amount float64
	Note   string
}

type Kind uint8

const (
	Deposit Kind = iota
	Withdraw
	Transfer
	_
	Fee = iota * 10
)

var kindNames = map[Kind]string{Deposit: "deposit", Withdraw: "withdraw", Transfer: "transfer"}

func (k Kind) String() string {
	if n, ok := kindNames[k]; ok {
		return n
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

var ErrNoFunds = errors.New("insufficient funds")
var ErrNoAccount = errors.New("no such account")

type OpError struct {
	Op  string
	ID  int
	Err error
}

func (e *OpError) Error() string { return fmt.Sprintf("%s account %d: %v", e.Op, e.ID, e.Err) }
func (e *OpError) Unwrap() error { return e.Err }
func (e *OpError) Is(target error) bool {
	t, ok := target.(*OpError)
	return ok && t.Op == e.Op && t.ID == 0
}

type Bank struct {
	accounts map[int]*Account
	next     int
	log      strings.Builder
}

func NewBank() *Bank { return &Bank{accounts: make(map[int]*Account), next: 100} }

func (b *Bank) Open(owner string, initial float64) *Account {
	b.next++
	a := &Account{ID: b.next, Owner: owner, Balance: initial}
	b.accounts[a.ID] = a
	fmt.Fprintf(&b.log, "open %d %q %.2f\n", a.ID, owner, initial)
	return a
}

func (b *Bank) get(op string, id int) (*Account, error) {
	a, ok := b.accounts[id]
	if !ok {
		return nil, &OpError{op, id, ErrNoAccount}
	}
	return a, nil
}

func (b *Bank) Withdraw(id int, amt float64) (err error) {
	defer func() {
		status := "ok"
		if err != nil {
			status = err.Error()
			err = fmt.Errorf("bank: %w", err)
		}
		fmt.Fprintf(&b.log, "withdraw %d %.2f: %s\n", id, amt, status)
	}()
	a, err := b.get("withdraw", id)
	if err != nil {
		return err
	}
	if a.Balance < amt {
		return &OpError{"withdraw", id, ErrNoFunds}
	}
	a.Balance -= amt
	a.History = append(a.History, Transaction{Withdraw, amt, ""})
	return nil
}

type byBalance []*Account

func (s byBalance) Len() int           { return len(s) }
func (s byBalance) Less(i, j int) bool { return s[i].Balance < s[j].Balance }
func (s byBalance) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

func main() {
	b := NewBank()
	for i, n := range strings.Fields("alice bob carol dave erin") {
		b.Open(n, float64(i*100)+0.5)
	}
	for _, c := range []struct {
		id  int
		amt float64
	}{{101, 0.25}, {102, 500}, {999, 1}, {105, 400.5}} {
		err := b.Withdraw(c.id, c.amt)
		var oe *OpError
		fmt.Println(err, errors.Is(err, ErrNoFunds), errors.Is(err, ErrNoAccount), errors.As(err, &oe), errors.Is(err, &OpError{Op: "withdraw"}))
		if oe != nil {
			fmt.Printf("%+v %v %T\n", *oe, oe, oe.Err)
		}
	}
	var list byBalance
	for _, a := range b.accounts {
		list = append(list, a)
	}
	sort.Sort(sort.Reverse(list))
	for _, a := range list {
		fmt.Printf("%-6s|%8.2f|%v\n", a.Owner, a.Balance, a.History)
	}
	fmt.Println(Deposit, Transfer, Kind(3), Kind(Fee), Fee)
	fmt.Printf("%v %d %x %q %s\n", Withdraw, Withdraw, Withdraw, Withdraw, []Kind{Deposit, 9})
	fmt.Print(b.log.String())
	fmt.Printf("%+v\n", list[0])
	fmt.Printf("%#v\n", *list[1])
	names := make([]string, 0)
	for _, a := range list {
		names = append(names, a.Owner)
	}
	sort.Slice(names, func(i, j int) bool {
		return names[i][1] < names[j][1] || names[i][1] == names[j][1] && names[i] < names[j]
	})
	fmt.Println(strings.Join(names, ","), sort.SearchStrings(names, "bob"))
}
