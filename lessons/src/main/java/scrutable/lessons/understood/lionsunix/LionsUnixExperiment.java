package scrutable.lessons.understood.lionsunix;

/// x
record LionsUnixExperiment() {
  public static void main(String[] args) {
    java.util.List<LionsUnixMachine.World> worlds = java.util.List.of(
      new LionsUnixMachine.World("fork in core", 2, true, false), new LionsUnixMachine.World("fork by disk", 1, true, false),
      new LionsUnixMachine.World("grow in core", 3, false, true), new LionsUnixMachine.World("grow by disk", 2, false, true),
      new LionsUnixMachine.World("fork and grow", 4, true, true), new LionsUnixMachine.World("crowded", 2, true, true));
    var rows = new java.util.HashMap<LionsUnixSituation, String>();
    for (LionsUnixAblation a : LionsUnixAblation.values()) {
      for (LionsUnixMachine.World w : worlds) {
        LionsUnixSchedules s = LionsUnixSchedules.of(w, a);
        var expected = a.predictions.stream().filter(p -> p.world().equals(w.name())).findFirst()
            .map(p -> p.outcomes()).orElse(java.util.Set.of(w.forks() && w.grows() ? "A: woke parent grown woke end; B: child grown woke end" : w.forks() ? "A: woke parent woke end; B: child woke end" : "A: woke grown woke end"));
        System.out.println(a + " / " + w.name() + " " + s.decisions() + " " + (expected.equals(s.outcomes()) ? "RIGHT" : "WRONG") + " " + s.outcomes());
        if (a == LionsUnixAblation.NONE) rows.putAll(s.steps());
      }
      if (a == LionsUnixAblation.NONE) System.out.println(rows.size() + " rows, " + new java.util.TreeSet<>(rows.values()));
    }
  }
}
