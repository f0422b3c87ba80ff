// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.OperatorTimes;
import io.espalier.runtime.interpreter.OperatorTimes.Kernel;
import io.espalier.runtime.interpreter.OperatorTimes.Step;
import io.espalier.runtime.measure.Profile.KernelSet;
import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.Profile.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes rows for operators of the times of steps. */
final class ProfileRows {
    private static final double NANOS_PER_MICRO = 1000;

    private final Graph graph;
    private final Interpreter interpreter;
    private final List<Row> rows = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /** An operator and where it stands in the file. */
    private record Row(int subgraph, Operator operator) {}

    ProfileRows(Graph graph, Interpreter interpreter) {
        this.graph = graph;
        this.interpreter = interpreter;
    }

    Profile profile(String model, double latency, double profiledLatency) {
        OperatorTimes times = interpreter.operatorTimes();
        for (Step step : times.steps()) {
            if (step.subgraph() == 0 || step.calls() > 0) {
                add(step, times.runs());
            }
        }
        List<Operator> operators = rows.stream()
                .sorted(Comparator.comparingInt(Row::subgraph)
                        .thenComparingInt(row -> row.operator().index()))
                .map(Row::operator)
                .toList();
        return new Profile(
                model, interpreter.options(), times.runs(), latency, profiledLatency, operators, trimmed(latency));
    }

    // Parts are timed until XNNPACK's first report. Reporting takes a moment, which a run without the profiler does not
    // need.
    private List<Part> trimmed(double latency) {
        double operators =
                rows.stream().mapToDouble(row -> row.operator().micros()).sum();
        double rests = parts.stream().mapToDouble(Part::restMicros).sum();
        double kept = rests == 0 ? 0 : Math.max(0, Math.min(1, (latency - operators) / rests));
        return parts.stream()
                .map(part -> part.withRest(kept * part.restMicros()))
                .toList();
    }

    private void add(Step step, int runs) {
        double calls = (double) step.calls() / Math.max(1, runs);
        if (!step.xnnpack()) {
            double micros = step.nanos().middle() / NANOS_PER_MICRO;
            double first = step.nanos().first() / NANOS_PER_MICRO;
            add(step, step.operators().get(0), 0, List.of(), first, micros, calls);
            return;
        }
        int number = parts.size() + 1;
        List<String> names = step.kernels().stream().map(Kernel::name).toList();
        int[] places = KernelAlignment.of(
                names,
                step.operators().stream()
                        .map(index -> operator(step, index).code().builtin())
                        .toList());
        double counted = 0;
        for (int place = 0; place < step.operators().size(); place++) {
            List<String> own = new ArrayList<>();
            double first = 0;
            double micros = 0;
            for (int kernel = 0; kernel < places.length; kernel++) {
                if (places[kernel] == place) {
                    own.add(names.get(kernel));
                    first += step.kernels().get(kernel).micros().first();
                    micros += step.kernels().get(kernel).micros().middle();
                }
            }
            counted += micros;
            add(step, step.operators().get(place), number, own, first, micros, calls);
        }
        double whole = step.nanos().middle() / NANOS_PER_MICRO;
        parts.add(new Part(number, nameOf(step.subgraph()), step.operators(), whole, Math.max(0, whole - counted)));
    }

    private void add(Step step, int index, int part, List<String> kernels, double first, double micros, double calls) {
        io.espalier.lite.Operator operator = operator(step, index);
        Subgraph subgraph = graph.subgraphs().get(step.subgraph());
        String name = operator.outputs().size() == 0
                ? ""
                : subgraph.tensor(operator.outputs().get(0)).name();
        long bytes = operator.outputs().stream()
                .filter(tensor -> tensor >= 0)
                .mapToLong(tensor -> interpreter.tensorBytes(step.subgraph(), tensor))
                .sum();
        rows.add(new Row(
                step.subgraph(),
                new Operator(
                        nameOf(step.subgraph()),
                        index,
                        operator.code().name(),
                        name,
                        part == 0 ? KernelSet.BUILT_IN : KernelSet.XNNPACK,
                        part,
                        kernels,
                        first,
                        micros,
                        calls,
                        bytes)));
    }

    private io.espalier.lite.Operator operator(Step step, int index) {
        return graph.subgraphs().get(step.subgraph()).operators().get(index);
    }

    private String nameOf(int subgraph) {
        if (subgraph == 0) {
            return "";
        }
        String name = graph.subgraphs().get(subgraph).name();
        return name.isEmpty() ? "subgraph " + subgraph : name;
    }
}
