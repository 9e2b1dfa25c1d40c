package scrutable.lessons.understood.lionsunix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Choice;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Memory;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Place;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Process;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.Status;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.World;

/// All schedules of a world: whatever the scheduler, the swapper and the disk may do is done.
///
/// @param outcomes everything that may be seen
/// @param decisions how many different states there are in which something is chosen
/// @param steps every situation in which the program did a step, and one way to get there
record LionsUnixSchedules(Set<String> outcomes, int decisions, Map<LionsUnixSituation, Step> steps) {
  private static final int MOST_DECISIONS = 5_000;
  /// What happens for ever is not written down for ever.
  private static final int MOST_SEEN = 8;

  /// A step of the program.
  ///
  /// @param done what it did
  /// @param schedule the choices before it
  /// @param number how many steps were done before it
  record Step(World world, List<Choice> schedule, int number, String done) {
    /// What a changed program does in the same situation.
    String doneBy(LionsUnixAblation ablation) {
      LionsUnixMachine machine = new LionsUnixMachine(world, LionsUnixAblation.NONE);
      Iterator<Choice> choices = schedule.iterator();
      for (int i = 0; i < number; i++) {
        machine.step();
        while (machine.at == Place.DISPATCH) {
          machine.choose(choices.next());
        }
      }
      machine.ablation = ablation;
      return LionsUnixSituation.of(machine).step(machine);
    }
  }

  static LionsUnixSchedules of(World world, LionsUnixAblation ablation) {
    Map<String, List<String>> followers = new HashMap<>();
    Map<String, String> ends = new HashMap<>();
    Map<String, String> traces = new HashMap<>();
    Map<LionsUnixSituation, Step> steps = new LinkedHashMap<>();
    Deque<List<Choice>> open = new ArrayDeque<>(List.of(List.of()));
    Map<List<Choice>, String> origins = new HashMap<>();
    while (!open.isEmpty()) {
      List<Choice> schedule = open.remove();
      LionsUnixMachine machine = run(world, ablation, schedule, steps);
      String state = state(machine);
      if (!schedule.isEmpty()) {
        followers.get(origins.get(schedule)).add(state);
      }
      if (followers.putIfAbsent(state, new ArrayList<>()) != null) {
        continue;
      }
      if (followers.size() > MOST_DECISIONS) {
        throw new IllegalStateException("more than " + MOST_DECISIONS + " states in the world " + world.name());
      }
      traces.put(state, trace(machine));
      List<Choice> choices = machine.panics ? List.of() : machine.choices();
      if (choices.isEmpty()) {
        ends.put(state, traces.get(state) + ending(machine));
      }
      for (Choice choice : choices) {
        List<Choice> longer = new ArrayList<>(schedule);
        longer.add(choice);
        origins.put(longer, state);
        open.add(longer);
      }
    }
    Set<String> outcomes = new TreeSet<>(ends.values());
    for (String state : followers.keySet()) {
      Set<String> later = after(state, followers);
      if (later.contains(state) && later.stream().noneMatch(ends::containsKey)) {
        outcomes.add(traces.get(state) + "; for ever");
      }
    }
    return new LionsUnixSchedules(outcomes, followers.size(), steps);
  }

  /// Runs a schedule from the beginning, and on to the next decision.
  private static LionsUnixMachine run(World world, LionsUnixAblation ablation, List<Choice> schedule,
      Map<LionsUnixSituation, Step> steps) {
    LionsUnixMachine machine = new LionsUnixMachine(world, ablation);
    Iterator<Choice> choices = schedule.iterator();
    for (int number = 0; machine.at != Place.DISPATCH && !machine.panics; number++) {
      LionsUnixSituation before = LionsUnixSituation.of(machine);
      Step step = new Step(world, schedule, number, before.step(machine));
      Step known = steps.putIfAbsent(before, step);
      if (known != null && !known.done.equals(step.done) && ablation == LionsUnixAblation.NONE) {
        throw new IllegalStateException("a situation does not say what is done in it: " + before + " leads to "
            + known.done + " and to " + step.done);
      }
      while (machine.at == Place.DISPATCH && choices.hasNext()) {
        machine.choose(choices.next());
      }
    }
    return machine;
  }

  private static Set<String> after(String state, Map<String, List<String>> followers) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(followers.get(state));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (reached.add(next)) {
        open.addAll(followers.get(next));
      }
    }
    return reached;
  }

  private static String trace(LionsUnixMachine machine) {
    String first = "A:" + joined(machine.seen.getFirst());
    return machine.seen.getLast().isEmpty() ? first : first + "; B:" + joined(machine.seen.getLast());
  }

  private static String joined(Collection<String> seen) {
    StringBuilder words = new StringBuilder();
    seen.stream().limit(MOST_SEEN).forEach(word -> words.append(' ').append(word));
    return words.toString();
  }

  private static String ending(LionsUnixMachine machine) {
    boolean well = Arrays.stream(machine.processes)
        .allMatch(process -> process.status == Status.ENDED || process.status == Status.NONE);
    return machine.panics ? "; panic" : well ? "" : "; stuck";
  }

  /// Everything that what comes later can depend on.
  private static String state(LionsUnixMachine machine) {
    StringBuilder state = new StringBuilder(trace(machine)).append(machine.panics);
    machine.core.forEach(memory -> state.append(' ').append(memory.size));
    for (Process process : machine.processes) {
      state.append('|').append(process.status).append(process.loaded).append(process.locked).append(process.writing)
          .append(process.swapped).append(process.size).append(machine.core.indexOf(process.memory))
          .append(text(process.memory)).append(text(process.disk));
    }
    return state.toString();
  }

  private static String text(Memory memory) {
    return memory == null ? "-" : "(" + memory.size + " " + memory.me + " " + memory.height + " " + memory.rsav + " "
        + memory.ssav + Arrays.toString(memory.stack) + ")";
  }
}
