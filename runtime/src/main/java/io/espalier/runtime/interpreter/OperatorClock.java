// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.runtime.interpreter.OperatorTimes.Kernel;
import io.espalier.runtime.interpreter.OperatorTimes.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.bytedeco.tensorflowlite.Interpreter;

/** Sums up what the runtime reports of each run, by step. */
final class OperatorClock implements AutoCloseable {
    private final OperatorLog log;
    private final List<ExecutionPlan> plans = new ArrayList<>();
    private final List<TreeMap<Integer, StepTimes>> steps = new ArrayList<>();
    private int runs;

    OperatorClock(Interpreter interpreter) {
        log = new OperatorLog(interpreter);
    }

    /** Runs the model once to see what there is, unless that was done. Returns the runtime's status. */
    int begin(Interpreter interpreter) {
        if (!plans.isEmpty()) {
            return 0;
        }
        log.start(true);
        int status = interpreter.Invoke();
        log.stop();
        for (int i = 0; i < interpreter.subgraphs_size(); i++) {
            plans.add(ExecutionPlan.of(interpreter.subgraph(i)));
            steps.add(new TreeMap<>());
        }
        read(System.nanoTime(), true);
        return status;
    }

    /** One run, which counts. Returns the runtime's status. */
    int time(Interpreter interpreter) {
        log.start(false);
        long start = System.nanoTime();
        int status = interpreter.Invoke();
        log.stop();
        runs++;
        read(start, false);
        return status;
    }

    private void read(long start, boolean naming) {
        int[] positions = new int[plans.size()];
        Arrays.fill(positions, -1);
        Deque<Open> open = new ArrayDeque<>();
        long mark = start;
        StepTimes part = null;
        for (int event = 0; event < log.count(); event++) {
            long kind = log.field(event, 0);
            long now = log.field(event, 1);
            int operator = (int) log.field(event, 2);
            int subgraph = (int) log.field(event, 3);
            if (kind == OperatorLog.KERNEL) {
                if (part == null || operator == 0) {
                    positions[subgraph] = plans.get(subgraph).partBehind(positions[subgraph]);
                    part = step(subgraph, positions[subgraph]);
                    part.add(runs, now - mark);
                    Open caller = open.peek();
                    if (caller != null) {
                        caller.nested += now - mark;
                    }
                }
                part.kernel(operator, naming ? log.name(event) : "").add(runs, (double) log.field(event, 4));
            } else if (kind == OperatorLog.BEGIN) {
                part = null;
                positions[subgraph] = plans.get(subgraph).position(operator);
                open.push(new Open(step(subgraph, positions[subgraph]), now));
            } else {
                part = null;
                Open done = open.pop();
                done.step.add(runs, now - done.start - done.nested);
                Open caller = open.peek();
                if (caller != null) {
                    caller.nested += now - done.start;
                }
            }
            mark = now;
        }
    }

    private StepTimes step(int subgraph, int position) {
        return steps.get(subgraph).computeIfAbsent(position, at -> new StepTimes());
    }

    /** Forgets everything: after a change of shape, XNNPACK may take other parts. */
    void restart() {
        runs = 0;
        plans.clear();
        steps.clear();
    }

    /** Forgets all runs, but not what there is to run. */
    void forget() {
        runs = 0;
        for (TreeMap<Integer, StepTimes> subgraph : steps) {
            subgraph.values().forEach(StepTimes::clear);
        }
    }

    /** What was measured, of all steps of all subgraphs. */
    OperatorTimes times() {
        List<Step> all = new ArrayList<>();
        for (int subgraph = 0; subgraph < plans.size(); subgraph++) {
            int index = subgraph;
            ExecutionPlan plan = plans.get(subgraph);
            for (int position = 0; position < plan.entries().size(); position++) {
                ExecutionPlan.Entry entry = plan.entries().get(position);
                StepTimes times = steps.get(index).getOrDefault(position, new StepTimes());
                all.add(new Step(
                        index,
                        entry.operators(),
                        entry.delegated(),
                        times.nanos.series(runs),
                        times.nanos.calls,
                        times.kernels.stream()
                                .map(kernel -> new Kernel(kernel.name, kernel.micros.series(runs)))
                                .toList()));
            }
        }
        return new OperatorTimes(runs, all);
    }

    @Override
    public void close() {
        log.close();
    }

    /** An operator that began and has not ended. */
    private static final class Open {
        private final StepTimes step;
        private final long start;
        private long nested;

        Open(StepTimes step, long start) {
            this.step = step;
            this.start = start;
        }
    }
}
