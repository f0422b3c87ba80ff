// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.ProgressListener;
import io.espalier.base.parallel.InParallel;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.array.ArrayDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Runs variants of one float graph, each of which differs from it in some operators, on the same examples. The float graph is run once; of a variant only
 * the tail behind its first change, on what the float graph computed before it. The answers are those of the whole variant.
 */
public final class VariantPass {
    /** What is kept of the activations of the float graph at a time, for all threads together; for a moment twice as much is used. */
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
     * The answers of each variant at each of its outputs, by the names of the outputs of the float graph. Each thread runs whole variants, by an
     * interpreter of its own with one thread; the answers do not depend on how many there are.
     *
     * @param progress counts variants that were run, part by part of the examples
     */
    public List<Map<String, Predictions>> run(List<Graph> variants, ProgressListener progress) {
        List<Optional<TailGraph>> tails = variants.stream().map(this::tail).toList();
        Set<String> crossing = new LinkedHashSet<>();
        Set<String> inputs = names(whole.main(), whole.main().inputs());
        for (TailGraph tail : tails.stream().flatMap(Optional::stream).toList()) {
            tail.crossing().stream().filter(name -> !inputs.contains(name)).forEach(crossing::add);
        }
        int part = part(crossing);
        List<List<Map<String, Predictions>>> parts = new ArrayList<>();
        InParallel.Count count = new InParallel.Count(
                "Layers", (long) variants.size() * ((examples.size() + part - 1) / part), progress);
        for (int from = 0; from < examples.size(); from += part) {
            Dataset slice = examples.slice(from, Math.min(examples.size(), from + part));
            parts.add(cuts ? cut(variants, tails, crossing, slice, count) : whole(variants, slice, count));
        }
        return IntStream.range(0, variants.size())
                .mapToObj(index ->
                        joined(parts.stream().map(some -> some.get(index)).toList()))
                .toList();
    }

    private List<Map<String, Predictions>> whole(List<Graph> variants, Dataset some, InParallel.Count count) {
        List<Map<String, Predictions>> answers = new ArrayList<>();
        for (Graph variant : variants) {
            answers.add(whole(variant, some, options));
            count.one();
        }
        return answers;
    }

    private List<Map<String, Predictions>> cut(
            List<Graph> variants,
            List<Optional<TailGraph>> tails,
            Set<String> crossing,
            Dataset slice,
            InParallel.Count count) {
        // Pictures are decoded once.
        Dataset some = slice instanceof ArrayDataset ? slice : ArrayDataset.copyOf(slice);
        FloatActivations floats = tails.stream().anyMatch(Optional::isPresent)
                ? FloatActivations.of(whole, crossing, some, options)
                : FloatActivations.NONE;
        // Of few variants each gets several threads, which share its examples.
        InterpreterOptions each = options.withThreads(Math.max(1, options.threads() / Math.max(1, variants.size())));
        List<Supplier<Map<String, Predictions>>> jobs = new ArrayList<>();
        for (int index = 0; index < variants.size(); index++) {
            Graph variant = variants.get(index);
            Optional<TailGraph> tail = tails.get(index);
            jobs.add(() -> {
                Map<String, Predictions> answers =
                        tail.isPresent() ? tail(variant, tail.get(), floats, some, each) : whole(variant, some, each);
                count.one();
                return answers;
            });
        }
        return InParallel.all("the pass over the layers", options.threads(), jobs);
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

    private static List<Predictions> answers(TfliteModel model, Dataset some, InterpreterOptions options) {
        return List.copyOf(Inference.predictAll(model, some, options, ProgressListener.NONE)
                .values());
    }

    private Map<String, Predictions> whole(Graph variant, Dataset some, InterpreterOptions each) {
        return named(answers(TfliteModel.of("the variant", variant), some, each));
    }

    private Map<String, Predictions> named(List<Predictions> answers) {
        Map<String, Predictions> named = new LinkedHashMap<>();
        List<String> names = whole.outputNames();
        for (int place = 0; place < names.size(); place++) {
            named.put(names.get(place), answers.get(place));
        }
        return named;
    }

    // A runtime may take a graph and refuse a part of it.
    private Map<String, Predictions> tail(
            Graph variant, TailGraph tail, FloatActivations floats, Dataset some, InterpreterOptions each) {
        try {
            return tail(tail, floats, some, each);
        } catch (InterpreterException e) {
            return whole(variant, some, each);
        }
    }

    private Map<String, Predictions> tail(
            TailGraph tail, FloatActivations floats, Dataset some, InterpreterOptions each) {
        List<Predictions> answers = tail.isEmpty() ? List.of() : answers(tail, floats, some, each);
        return named(IntStream.range(0, tail.outputs().size())
                .mapToObj(place -> tail.outputs().get(place) < 0
                        ? Objects.requireNonNull(floats.outputs().get(output(place)))
                        : answers.get(tail.outputs().get(place)))
                .toList());
    }

    private List<Predictions> answers(TailGraph tail, FloatActivations floats, Dataset some, InterpreterOptions each) {
        List<CachedActivations.Source> sources = new ArrayList<>();
        for (int place = 0; place < tail.crossing().size(); place++) {
            String name = tail.crossing().get(place);
            List<float[]> rows = floats.rows().get(name);
            sources.add(
                    rows == null
                            ? new CachedActivations.Given(name, given(name, some))
                            : new CachedActivations.Computed(name, row(tail, place), rows));
        }
        return answers(TfliteModel.of("the tail", tail.graph()), new CachedActivations(some, sources), each);
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
