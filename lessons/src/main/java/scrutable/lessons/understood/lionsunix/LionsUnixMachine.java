package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How Sixth Edition UNIX changes from one process to another, as far as stacks and save areas go: process A (row 0)
/// and its child B (row 1), a memory that may be too small for them, and a disk.
///
/// A stack is a row of places to return to. It lies in the memory of its process together with both save areas, so
/// it is copied, written to the disk and read back with them. A save area holds the *height* of the stack, not the
/// stack: what lies at that height may have been overwritten since. To restore one is not to jump: the program goes on
/// where it is, but its next `return` leaves another call.
///
/// Simplified: the swapper is no process but a [Choice]; the disk interrupts only while nobody runs; `swap` and
/// `xswap` are one call; and calls that always come back at once, like the allocation, leave no trace on the stack.
final class LionsUnixMachine {
  /// Where the processor is. The first five lie in the user's program; in `DISPATCH` nobody runs.
  enum Place { START, READY, FORKED, GROWN, RESTED, SLEEP, SLEPT, NEWPROC, CHILD_OUT, CHILD_WRITTEN, NEWPROC_ENDS,
    EXPAND, SELF_OUT, SELF_WRITTEN, XSWAP, WRITTEN, SWTCH, DISPATCH, RESUME, TEST, CLEAR, LEVEL, LEAVE, NOWHERE }

  /// `IDLE` is not chosen although it waits for nothing.
  enum Status { NONE, RUNS, WAITS, IDLE, ENDED }

  /// Units of memory, and what the program does between its two rests.
  record World(String name, int core, boolean forks, boolean grows) {}

  /// What the machine does not decide: who runs next, when the disk is done, whom the swapper moves.
  record Choice(Kind kind, int process) {
    enum Kind { RUN, DISK_DONE, SWAP_IN, SWAP_OUT }
  }

  /// The memory of a process: who it is (`me`), its stack, and the save areas `rsav` and `ssav`.
  static final class Memory {
    final int size;
    final Place[] stack = new Place[4];
    int me;
    int height;
    int rsav;
    int ssav;

    Memory(int size) {
      this.size = size;
    }

    Memory copy(int ofSize) {
      Memory copy = new Memory(ofSize);
      System.arraycopy(stack, 0, copy.stack, 0, stack.length);
      copy.me = me;
      copy.height = height;
      copy.rsav = rsav;
      copy.ssav = ssav;
      return copy;
    }
  }

  /// A row of the process table; `swapped` is the flag SSWAP.
  static final class Process {
    Status status = Status.NONE;
    boolean loaded;
    boolean locked;
    boolean writing;
    boolean swapped;
    int size = 1;
    Memory memory;
    Memory disk;
  }

  final World world;
  LionsUnixAblation ablation;
  final Process[] processes = {new Process(), new Process()};
  final List<List<String>> seen = List.of(new ArrayList<>(), new ArrayList<>());
  final List<Memory> core = new ArrayList<>();
  Memory u = new Memory(1);
  int running;
  Place at = Place.START;
  int value;
  boolean panics;

  LionsUnixMachine(World world, LionsUnixAblation ablation) {
    this.world = world;
    this.ablation = ablation;
    processes[0].status = Status.RUNS;
    load(processes[0], u);
  }

  /// Does what stands at one place: a line or two of the system.
  void step() {
    Process me = processes[u.me];
    switch (at) {
      case START -> call(Place.SLEEP, Place.READY);
      case READY -> call(world.forks ? Place.NEWPROC : Place.EXPAND, world.forks ? Place.FORKED : Place.GROWN);
      case FORKED -> {
        see(value == 0 ? "parent" : "child");
        call(world.grows ? Place.EXPAND : Place.SLEEP, world.grows ? Place.GROWN : Place.RESTED);
      }
      case GROWN -> {
        see(u.size == me.size ? "grown" : "deceived");
        call(Place.SLEEP, Place.RESTED);
      }
      case RESTED -> exit(me);
      case SLEEP -> call(Place.SWTCH, Place.SLEPT);
      case SLEPT -> {
        see("woke");
        leave(0);
      }
      case NEWPROC, CHILD_OUT, CHILD_WRITTEN, NEWPROC_ENDS -> newproc();
      case EXPAND, SELF_OUT, SELF_WRITTEN -> expand(me);
      case XSWAP, WRITTEN -> xswap(me);
      case SWTCH, RESUME, TEST, CLEAR, LEVEL, LEAVE -> swtch();
      case DISPATCH, NOWHERE -> throw new IllegalStateException("nothing is done at " + at);
    }
  }

  //: code swtch
  /// Leaves one process and, when the other is chosen, goes on as that one.
  private void swtch() {
    Process chosen = processes[running];
    boolean late = ablation == LionsUnixAblation.CLEARED_LATE;
    switch (at) {
      case SWTCH -> {
        u.rsav = u.height;
        at = Place.DISPATCH;                                        // here others run, perhaps for hours
      }
      case RESUME -> {
        u.height = u.rsav;                                          // u is the memory of the chosen process
        at = ablation == LionsUnixAblation.NO_TEST ? Place.LEAVE : Place.TEST;
      }
      case TEST -> {
        boolean other = chosen.swapped || ablation == LionsUnixAblation.ALWAYS_OTHER_AREA;
        at = !other ? Place.LEAVE : late ? Place.LEVEL : Place.CLEAR;
      }
      case CLEAR -> {
        chosen.swapped &= ablation == LionsUnixAblation.NEVER_CLEARED;
        at = late ? Place.LEAVE : Place.LEVEL;
      }
      case LEVEL -> {
        u.height = u.ssav;                                          // the next return leaves who saved this
        at = late ? Place.CLEAR : Place.LEAVE;
      }
      default -> leave(ablation == LionsUnixAblation.RETURNS_ZERO ? 0 : 1);
    }
  }
  //: end

  //: code newproc
  /// Makes B from A: returns 0 in A, and lets `swtch` return 1 in B.
  private void newproc() {
    Process parent = processes[0];
    Process child = processes[1];
    switch (at) {
      case NEWPROC -> {
        panics = child.status != Status.NONE;
        u.rsav = ablation == LionsUnixAblation.NEWPROC_DOES_NOT_SAVE ? u.rsav : u.height;
        u.me = 1;                                                   // the copy shall know that it is B
        child.status = Status.RUNS;
        child.loaded = true;
        if (fits(1)) {
          load(child, u.copy(1));
        }
        at = child.memory == null ? Place.CHILD_OUT : Place.NEWPROC_ENDS;
      }
      case CHILD_OUT -> {
        parent.status = ablation == LionsUnixAblation.PARENT_NOT_IDLE ? Status.RUNS : Status.IDLE;
        child.memory = u;                                           // B runs in the memory of A while that is written
        save(ablation == LionsUnixAblation.NEWPROC_SAVES_IN_RSAV);
        child.swapped = ablation == LionsUnixAblation.NEWPROC_FLAG_EARLY;
        call(Place.XSWAP, Place.CHILD_WRITTEN);
      }
      case CHILD_WRITTEN -> {
        child.swapped = true;
        parent.status = Status.RUNS;
        at = Place.NEWPROC_ENDS;
      }
      default -> {
        u.me = 0;
        leave(0);
      }
    }
  }
  //: end

  /// Makes a process larger, by a copy in core or by way of the disk.
  private void expand(Process me) {
    switch (at) {
      case EXPAND -> {
        me.size = 2;
        u.rsav = ablation == LionsUnixAblation.EXPAND_DOES_NOT_SAVE ? u.rsav : u.height;
        at = Place.SELF_OUT;
        if (fits(2)) {
          core.remove(u);
          u = u.copy(2);
          load(me, u);
          u.height = u.rsav;
          leave(0);
        }
      }
      case SELF_OUT -> {
        save(ablation == LionsUnixAblation.EXPAND_SAVES_IN_RSAV);
        me.swapped = ablation == LionsUnixAblation.EXPAND_FLAG_EARLY;
        call(Place.XSWAP, Place.SELF_WRITTEN);
      }
      default -> {
        me.swapped = true;
        call(Place.SWTCH, Place.NOWHERE);                           // never returns from here
      }
    }
  }

  /// Writes the memory of a process, which sleeps until the disk is done; for `expand`, gives the memory back.
  private void xswap(Process me) {
    if (at == Place.XSWAP || me.writing) {
      me.writing |= at == Place.XSWAP;
      me.locked = true;
      me.status = Status.WAITS;
      call(Place.SWTCH, Place.WRITTEN);
      return;
    }
    if (u.height > 0 && u.stack[u.height - 1] == Place.SELF_WRITTEN) {
      core.remove(me.memory);
    }
    me.memory = null;
    me.loaded = false;
    me.locked = false;
    leave(0);
  }

  private void exit(Process me) {
    see("end");
    me.status = Status.ENDED;
    me.loaded = false;
    core.remove(u);
    at = Place.DISPATCH;
  }

  /// What can happen while nobody runs.
  List<Choice> choices() {
    boolean needsRoom = IntStream.range(0, 2).anyMatch(i ->
        processes[i].status == Status.RUNS && !processes[i].loaded && !fits(processes[i].size));
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Process process = processes[i];
      boolean runs = process.status == Status.RUNS;
      if (runs && process.loaded) {
        choices.add(new Choice(Choice.Kind.RUN, i));
      }
      if (process.writing) {
        choices.add(new Choice(Choice.Kind.DISK_DONE, i));
      }
      if (runs && !process.loaded && fits(process.size)) {
        choices.add(new Choice(Choice.Kind.SWAP_IN, i));
      }
      if (runs && process.loaded && !process.locked && needsRoom) {
        choices.add(new Choice(Choice.Kind.SWAP_OUT, i));
      }
    }
    return choices;
  }

  void choose(Choice choice) {
    Process process = processes[choice.process()];
    switch (choice.kind()) {
      case RUN -> {
        running = choice.process();
        u = process.memory;
        at = Place.RESUME;
      }
      case DISK_DONE -> {
        process.writing = false;
        process.status = Status.RUNS;
        process.disk = process.memory.copy(process.memory.size);
      }
      case SWAP_IN -> {
        panics = process.disk == null;
        load(process, panics ? u : process.disk.copy(process.size));
      }
      case SWAP_OUT -> {
        process.disk = process.memory.copy(process.size);
        core.remove(process.memory);
        process.memory = null;
        process.loaded = false;
      }
    }
  }

  boolean fits(int size) {
    return core.stream().mapToInt(memory -> memory.size).sum() + size <= world.core;
  }

  private void load(Process process, Memory memory) {
    core.add(memory);
    process.memory = memory;
    process.loaded = true;
  }

  private void call(Place function, Place returnTo) {
    u.stack[u.height++] = returnTo;
    at = function;
  }

  private void leave(int result) {
    panics = u.height == 0 || u.stack[u.height - 1] == Place.NOWHERE;
    if (!panics) {
      value = result;
      at = u.stack[--u.height];
    }
  }

  private void save(boolean inRsav) {
    if (inRsav) {
      u.rsav = u.height;
    } else {
      u.ssav = u.height;
    }
  }

  private void see(String what) {
    seen.get(u.me).add(what);
  }
}
