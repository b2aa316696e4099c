NAME p_one_of_everything
ROWS
 N objective
 L r0_at_most
 G r1_at_least
 E r2_exactly
 L between
 N r4_free
 G r5_empty
COLUMNS
 c0_propellant_to_LEO__kg_ objective 1.25
 c0_propellant_to_LEO__kg_ r0_at_most 0.5
 c0_propellant_to_LEO__kg_ r1_at_least 1
 MARKER0 'MARKER' 'INTORG'
 launches objective 100
 launches r0_at_most -2
 launches r1_at_least 1
 c2_launches objective 10000000
 c2_launches r1_at_least 1
 c2_launches r4_free 1
 MARKER1 'MARKER' 'INTEND'
 c3_free r1_at_least 1
 c3_free r2_exactly 1
 debt objective -0.1
 debt r1_at_least 1
 debt r2_exactly -1
 fixed objective 0.3333333333333333
 fixed r1_at_least 1
 range objective -1
 range r1_at_least 1
 range between 1e-6
 MARKER2 'MARKER' 'INTORG'
 whole r1_at_least 1
 whole between 1
 late r1_at_least 1
 owed r1_at_least 1
 MARKER3 'MARKER' 'INTEND'
 unused objective 0
RHS
 RHS objective 12.5
 RHS r0_at_most 20
 RHS r1_at_least -4
 RHS between 0.3
 RHS r5_empty -1
RANGES
 RANGE between 0.4
BOUNDS
 UP BOUND launches 4
 PL BOUND c2_launches
 FR BOUND c3_free
 MI BOUND debt
 UP BOUND debt -2.5
 FX BOUND fixed 3
 LO BOUND range -1.5
 UP BOUND range 1000000
 LO BOUND whole -7
 UP BOUND whole 7
 LO BOUND late 1
 PL BOUND late
 MI BOUND owed
 UP BOUND owed 5
 UP BOUND unused 1
ENDATA
