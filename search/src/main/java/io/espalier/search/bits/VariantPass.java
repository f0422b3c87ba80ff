// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.array.ArrayDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs variants of one float graph, each of which differs from it in some operators, on the same examples. The float graph is run once; of a variant only
 * the tail behind its first change, on what the float graph computed before it. The answers are those of the whole variant.
 */
public final class VariantPass {
    /** What is kept of the float graph at a time. */
    private static final long MOST_BYTES = 256L << 20;

    private final Graph whole;
    private final Dataset examples;
    private final InterpreterOptions options;
    private final boolean cuts;

    private VariantPass(Graph whole, Dataset examples, InterpreterOptions options, boolean cuts) {
        this.whole = whole;
        this.examples = examples;
        this.options = options;
        this.cuts = cuts;
    }

    /**
     * A pass over examples.
     *
     * @param whole the float graph
     * @param options how many threads share the examples
     */
    public static VariantPass of(Graph whole, Dataset examples, InterpreterOptions options) {
        return new VariantPass(whole, examples, options, true);
    }

    /** A copy that runs each variant whole, to compare the two. */
    public VariantPass withoutCuts() {
        return new VariantPass(whole, examples, options, false);
    }

    /**
     * The answers of each variant at each of its outputs, by the names of the outputs of the float graph.
     *
     * @param progress counts variants that were run, part by part of the examples
     */
    public List<Map<String, Predictions>> run(List<Graph> variants, ProgressListener progress) {
        List<Optional<TailGraph>> tails = variants.stream().map(this::tail).toList();
        Set<String> crossing = new LinkedHashSet<>();
        Set<String> inputs = names(whole.main(), whole.main().inputs());
        for (TailGraph tail : tails.stream().flatMap(Optional::stream).toList()) {
            tail.crossing().stream().filter(name -> !inputs.contains(name)).forEach(crossing::add);
            crossing.addAll(equalOutputs(tail));
        }
        int part = part(crossing);
        List<List<Map<String, Predictions>>> parts = new ArrayList<>();
        int total = variants.size() * ((examples.size() + part - 1) / part);
        int done = 0;
        for (int from = 0; from < examples.size(); from += part) {
            Dataset slice = examples.slice(from, Math.min(examples.size(), from + part));
            // Pictures are decoded once.
            Dataset some = cuts ? ArrayDataset.copyOf(slice) : slice;
            List<Map<String, Predictions>> answers = new ArrayList<>();
            Map<String, Predictions> floats = crossing.isEmpty() ? Map.of() : floats(crossing, some);
            Map<String, List<float[]>> rows = new HashMap<>();
            for (int index = 0; index < variants.size(); index++) {
                answers.add(
                        tails.get(index).isPresent()
                                ? tail(tails.get(index).get(), floats, rows, some)
                                : whole(variants.get(index), some));
                progress.progress("Layers", ++done, total);
            }
            parts.add(answers);
        }
        return IntStream.range(0, variants.size())
                .mapToObj(index ->
                        joined(parts.stream().map(some -> some.get(index)).toList()))
                .toList();
    }

    private Optional<TailGraph> tail(Graph variant) {
        return cuts
                ? TailGraph.of(whole, variant)
                        .filter(tail -> tail.isShorter(variant)
                                && equalOutputs(tail).stream()
                                        .noneMatch(
                                                names(whole.main(), whole.main().inputs())::contains))
                : Optional.empty();
    }

    /** The tensors behind outputs that are as in the float graph. */
    private List<String> equalOutputs(TailGraph tail) {
        return IntStream.range(0, tail.outputs().size())
                .filter(place -> tail.outputs().get(place) < 0)
                .mapToObj(this::output)
                .toList();
    }

    private String output(int place) {
        return whole.main().tensor(whole.main().outputs().get(place)).name();
    }

    private int part(Set<String> crossing) {
        Subgraph main = whole.main();
        long elements = main.tensors().stream()
                .filter(tensor -> crossing.contains(tensor.name()))
                .mapToLong(tensor -> tensor.elements())
                .sum();
        long most = MOST_BYTES / Math.max(1, elements * Float.BYTES);
        // whole batches
        return (int) Math.max(64, Math.min(examples.size(), most / 64 * 64));
    }

    private static Set<String> names(Subgraph main, Ints tensors) {
        Set<String> names = new LinkedHashSet<>();
        tensors.stream().forEach(tensor -> names.add(main.tensor(tensor).name()));
        return names;
    }

    private Map<String, Predictions> floats(Set<String> crossing, Dataset some) {
        Subgraph main = whole.main();
        List<Integer> wanted = new ArrayList<>();
        for (Operator operator : main.operators()) {
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT
                            && crossing.contains(main.tensor(output).name()))
                    .forEach(wanted::add);
        }
        // XNNPACK leaves the graph alone where operators compute what nobody asks for.
        main.outputs().stream().filter(output -> !wanted.contains(output)).forEach(wanted::add);
        Subgraph exposed = main.with(
                main.tensors(),
                main.inputs(),
                Ints.of(wanted.stream().mapToInt(Integer::intValue).toArray()),
                main.operators());
        TfliteModel model = TfliteModel.of(
                "the float model", whole.withSignatures(List.of()).withMain(exposed));
        Map<String, Predictions> values = new HashMap<>();
        List<Predictions> answers = answers(model, some);
        for (int place = 0; place < wanted.size(); place++) {
            values.put(main.tensor(wanted.get(place)).name(), answers.get(place));
        }
        return values;
    }

    private List<Predictions> answers(TfliteModel model, Dataset some) {
        return List.copyOf(Inference.predictAll(model, some, options, ProgressListener.NONE)
                .values());
    }

    private Map<String, Predictions> whole(Graph variant, Dataset some) {
        List<Predictions> answers = answers(TfliteModel.of("the variant", variant), some);
        return named(answers);
    }

    private Map<String, Predictions> named(List<Predictions> answers) {
        Map<String, Predictions> named = new LinkedHashMap<>();
        List<String> names = whole.outputNames();
        for (int place = 0; place < names.size(); place++) {
            named.put(names.get(place), answers.get(place));
        }
        return named;
    }

    private Map<String, Predictions> tail(
            TailGraph tail, Map<String, Predictions> floats, Map<String, List<float[]>> rows, Dataset some) {
        TfliteModel model = TfliteModel.of("the tail", tail.graph());
        List<CachedActivations.Source> sources = new ArrayList<>();
        for (int place = 0; place < tail.crossing().size(); place++) {
            String name = tail.crossing().get(place);
            Predictions values = floats.get(name);
            sources.add(
                    values == null
                            ? new CachedActivations.Given(name, given(name, some))
                            : new CachedActivations.Computed(
                                    name, row(tail, place), rows.computeIfAbsent(name, first -> rows(values))));
        }
        List<Predictions> answers = answers(model, new CachedActivations(some, sources));
        return named(IntStream.range(0, tail.outputs().size())
                .mapToObj(place -> tail.outputs().get(place) < 0
                        ? Objects.requireNonNull(floats.get(output(place)))
                        : answers.get(tail.outputs().get(place)))
                .toList());
    }

    private static List<float[]> rows(Predictions values) {
        return IntStream.range(0, values.size()).mapToObj(values::row).toList();
    }

    private static List<Integer> row(TailGraph tail, int place) {
        Subgraph main = tail.graph().main();
        List<Integer> shape =
                main.tensor(main.inputs().get(place)).shape().stream().boxed().toList();
        return shape.subList(1, shape.size());
    }

    // The part of the examples that the input of this name gets.
    private Dataset given(String name, Dataset some) {
        if (some.parts().size() == 1) {
            return some;
        }
        List<Set<String>> names = TfliteModel.of("the float model", whole).inputNames();
        Set<String> known =
                names.stream().filter(one -> one.contains(name)).findFirst().orElse(Set.of(name));
        int place = IntStream.range(0, some.parts().size())
                .filter(index -> known.contains(some.parts().get(index).name()))
                .findFirst()
                .orElseThrow();
        return some.part(place);
    }

    private static Map<String, Predictions> joined(List<Map<String, Predictions>> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<String, Predictions> joined = new LinkedHashMap<>();
        parts.get(0).forEach((name, first) -> {
            List<Predictions> all = parts.stream()
                    .map(part -> Objects.requireNonNull(part.get(name), name))
                    .toList();
            float[] numbers = new float
                    [all.stream().mapToInt(part -> part.size() * first.width()).sum()];
            int place = 0;
            for (Predictions some : all) {
                for (int example = 0; example < some.size(); example++) {
                    System.arraycopy(some.row(example), 0, numbers, place, first.width());
                    place += first.width();
                }
            }
            joined.put(name, Predictions.of(first.width(), numbers));
        });
        return joined;
    }
}
