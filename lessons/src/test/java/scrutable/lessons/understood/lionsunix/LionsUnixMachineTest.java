package scrutable.lessons.understood.lionsunix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Choice;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Choice.Kind;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Place;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.World;
import scrutable.lessons.understood.lionsunix.LionsUnixRule.Case;

/// Traces of the machine as the system's documentation tells them, written by hand, and a rule that is known.
class LionsUnixMachineTest {
  private static final World FORK_IN_CORE = new World("fork in core", 2, true, false);
  private static final World FORK_BY_DISK = new World("fork by disk", 1, true, false);
  private static final World GROW_BY_DISK = new World("grow by disk", 2, false, true);

  private static LionsUnixMachine machine(World world, LionsUnixAblation ablation, Choice... choices) {
    LionsUnixMachine machine = new LionsUnixMachine(world, ablation);
    runUntilNobodyRuns(machine);
    for (Choice choice : choices) {
      assertTrue(machine.choices().contains(choice), () -> choice + " is not among " + machine.choices());
      machine.choose(choice);
      runUntilNobodyRuns(machine);
    }
    return machine;
  }

  private static void runUntilNobodyRuns(LionsUnixMachine machine) {
    while (machine.at != Place.DISPATCH && !machine.panics) {
      machine.step();
    }
  }

  private static Choice run(int process) {
    return new Choice(Kind.RUN, process);
  }

  private static Choice written(int process) {
    return new Choice(Kind.DISK_DONE, process);
  }

  private static Choice in(int process) {
    return new Choice(Kind.SWAP_IN, process);
  }

  private static Choice out(int process) {
    return new Choice(Kind.SWAP_OUT, process);
  }

  @Test
  void forkInCoreReturnsZeroToTheParentAndOneToTheChild() {
    LionsUnixMachine forked = machine(FORK_IN_CORE, LionsUnixAblation.NONE, run(0));
    assertEquals(List.of(List.of("woke", "parent"), List.of()), forked.seen);
    LionsUnixMachine both = machine(FORK_IN_CORE, LionsUnixAblation.NONE, run(0), run(1), run(1), run(0));
    assertEquals(List.of(List.of("woke", "parent", "woke", "end"), List.of("child", "woke", "end")), both.seen);
    assertEquals(List.of(), both.core);
  }

  @Test
  void whileTheCopyIsWrittenTheChildRunsInTheMemoryOfTheParentWhoMustWait() {
    LionsUnixMachine writing = machine(FORK_BY_DISK, LionsUnixAblation.NONE, run(0));
    assertEquals(List.of(written(1)), writing.choices());
    assertEquals(writing.processes[0].memory, writing.processes[1].memory);
    assertEquals(3, writing.u.rsav, "the wait for the disk has overwritten the first area");
    assertEquals(1, writing.u.ssav);
  }

  @Test
  void forkByDiskReturnsInTheParentFirstAndInTheChildWhenItIsReadIn() {
    LionsUnixMachine parent = machine(FORK_BY_DISK, LionsUnixAblation.NONE, run(0), written(1), run(1));
    assertEquals(List.of(List.of("woke", "parent"), List.of()), parent.seen);
    assertTrue(parent.processes[1].swapped);
    assertFalse(parent.processes[1].loaded);
    LionsUnixMachine child = machine(FORK_BY_DISK, LionsUnixAblation.NONE, run(0), written(1), run(1), out(0), in(1),
        run(1));
    assertEquals(List.of("child"), child.seen.getLast());
    assertFalse(child.processes[1].swapped);
  }

  @Test
  void whoGrowsByDiskReturnsFromExpandWithMoreMemory() {
    LionsUnixMachine grown = machine(GROW_BY_DISK, LionsUnixAblation.NONE, run(0), written(0), run(0), in(0), run(0));
    assertEquals(List.of("woke", "grown"), grown.seen.getFirst());
    assertEquals(2, grown.processes[0].memory.size);
    assertFalse(grown.processes[0].swapped);
  }

  /// The line of the slide: this test passes with it and fails without it.
  @Test
  void withoutTheTestOfTheFlagTheSwappedProcessSwapsItselfAgain() {
    Choice[] choices = {run(0), written(0), run(0), in(0), run(0)};
    LionsUnixMachine again = machine(GROW_BY_DISK, LionsUnixAblation.NO_TEST, choices);
    assertEquals(List.of("woke"), again.seen.getFirst());
    assertFalse(again.processes[0].loaded, "it has given its memory back a second time");
    assertEquals(List.of(in(0)), again.choices());
  }

  @Test
  void exploringMeetsEndsStallsAndLoops() {
    assertEquals(Set.of("A: woke grown woke end"),
        LionsUnixSchedules.of(GROW_BY_DISK, LionsUnixAblation.NONE).outcomes());
    assertEquals(Set.of("A: woke; for ever"),
        LionsUnixSchedules.of(GROW_BY_DISK, LionsUnixAblation.NO_TEST).outcomes());
    assertEquals(Set.of("A: woke; B: child woke end; stuck"),
        LionsUnixSchedules.of(FORK_BY_DISK, LionsUnixAblation.NEWPROC_FLAG_EARLY).outcomes());
    assertEquals(Set.of("A:; panic"),
        LionsUnixSchedules.of(FORK_BY_DISK, LionsUnixAblation.ALWAYS_OTHER_AREA).outcomes());
  }

  @Test
  void aStepReachedByReplayDoesWhatItDidBefore() {
    LionsUnixSchedules all = LionsUnixSchedules.of(FORK_BY_DISK, LionsUnixAblation.NONE);
    all.steps().forEach((situation, step) -> assertEquals(step.done(), step.doneBy(LionsUnixAblation.NONE)));
    assertTrue(all.steps().entrySet().stream().anyMatch(each ->
        !each.getValue().doneBy(LionsUnixAblation.NO_TEST).equals(each.getValue().done())));
  }

  @Test
  void theBestRuleFindsAPlantedOne() {
    List<Case> cases = List.of(of("a=0 b=0", "next=X value=1", "next=X value=1"),
        of("a=0 b=1", "next=Y value=1", "next=Y value=1"), of("a=1 b=0", "next=Z value=1", "next=Z value=1"),
        of("a=1 b=1", "next=X value=1", "next=X value=0"), of("a=1 b=1", "next=Y", "next=Y value=0"));
    LionsUnixRule rule = LionsUnixRule.best(cases);
    assertEquals(Set.of("a=1", "b=1"), Set.copyOf(rule.conditions()));
    assertEquals(Map.of("value", "0"), rule.edit());
    assertEquals(5, rule.right(cases));
    assertEquals(2, rule.concerned(cases).size());
    assertEquals("nothing changes", LionsUnixRule.best(cases.subList(0, 3)).toString());
    assertNotEquals(cases.getLast().before(), rule.predict(cases.getLast()));
  }

  private static Case of(String facts, String before, String after) {
    return Case.of(List.of(facts.split(" ")), before, after);
  }
}
