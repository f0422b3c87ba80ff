// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.data.array.StoredArray;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.feed.ExampleLayout;
import io.espalier.runtime.guard.ArrayValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Samples for models of several inputs, out of arrays. A row along an array's first dimension is a whole input, or one of the examples that
 * the input takes in each run: as many as its file fixes, else one. Elements are fed as they are, in the type of their input; iteration ends
 * with an {@link InterpreterException} where the type cannot hold them.
 */
final class ArraySamples implements Iterable<Map<String, SampleInput>> {
    private final Map<String, Feed> feeds;
    private final int samples;
    private final int size;

    /** What of an array an input gets in each run. */
    private record Feed(String name, StoredArray array, Tensor input, ExampleLayout layout) {
        static Feed of(String name, StoredArray array, Tensor input) {
            ExampleLayout layout = ExampleLayout.of(input, array.rowShape())
                    .orElseThrow(() -> misfit(name, array, input, "; save one example per row"));
            Feed feed = new Feed(name, array, input, layout);
            if (array.rowCount() % feed.rows() != 0) {
                throw misfit(name, array, input, "; give the array a multiple of " + feed.rows() + " rows");
            }
            return feed;
        }

        private static CalibrationException misfit(String name, StoredArray array, Tensor input, String advice) {
            return new CalibrationException("array '" + name + "' has shape " + array.shape()
                    + ", but the model's input '" + input.name() + "' takes " + ExampleLayout.wanted(input) + advice);
        }

        int rows() {
            return layout.open() ? 1 : layout.together();
        }

        int samples() {
            return array.rowCount() / rows();
        }

        SampleInput sample(int number) {
            return new SampleInput(
                    layout.shape(rows()), ArrayValues.of(name, array, number * rows(), rows(), input.type()));
        }
    }

    private ArraySamples(Map<String, Feed> feeds, int samples, int size) {
        this.feeds = feeds;
        this.samples = samples;
        this.size = size;
    }

    /**
     * @param arrays by the name of the input's tensor, or the name that a signature gives it
     * @throws CalibrationException if an input has no array, an array is for no input or does not fit it, or the arrays differ in the number
     *     of samples
     */
    static ArraySamples of(Graph graph, Map<String, ? extends StoredArray> arrays) {
        List<String> missing = missing(graph, arrays.keySet());
        if (!missing.isEmpty()) {
            throw new CalibrationException(
                    "missing array for the model's input " + String.join(", ", missing) + "; found " + arrays.keySet());
        }
        Map<String, Tensor> inputs = inputs(graph);
        Map<String, Feed> feeds = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            Tensor input = inputs.get(name);
            if (input == null) {
                throw new CalibrationException(
                        "unknown array '" + name + "'; the model's inputs are " + inputs.keySet());
            }
            feeds.put(name, Feed.of(name, array, input));
        });
        int samples = feeds.values().stream().mapToInt(Feed::samples).min().orElse(0);
        if (feeds.values().stream().anyMatch(feed -> feed.samples() != samples)) {
            throw new CalibrationException("the arrays have different numbers of samples: " + counts(feeds.values()));
        }
        return new ArraySamples(feeds, samples, samples);
    }

    private static String counts(Collection<Feed> feeds) {
        return feeds.stream()
                .map(feed -> "'" + feed.name() + "' of shape " + feed.array().shape() + " has " + feed.samples()
                        + (feed.rows() == 1 ? "" : " of " + feed.rows() + " rows"))
                .collect(Collectors.joining(", "));
    }

    /** At most so many of them, at equal distances. */
    ArraySamples atMost(int wanted) {
        return new ArraySamples(feeds, samples, Math.min(wanted, size));
    }

    /** The inputs, by a name in quotes, for which there is no array among these. */
    private static List<String> missing(Graph graph, Set<String> arrays) {
        List<String> missing = new ArrayList<>();
        for (int input : graph.main().inputs().toArray()) {
            List<String> names = new ArrayList<>();
            graph.signatures().stream()
                    .filter(signature -> signature.subgraph() == 0)
                    .flatMap(signature -> signature.inputs().stream())
                    .filter(named -> named.tensor() == input)
                    .forEach(named -> names.add(named.name()));
            names.add(graph.main().tensor(input).name());
            if (names.stream().noneMatch(arrays::contains)) {
                missing.add("'" + names.get(0) + "'");
            }
        }
        return missing;
    }

    /** The inputs by the names that samples may use. */
    static Map<String, Tensor> inputs(Graph graph) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        graph.main().inputs().stream().mapToObj(graph.main()::tensor).forEach(input -> inputs.put(input.name(), input));
        graph.signatures().stream()
                .filter(signature -> signature.subgraph() == 0)
                .flatMap(signature -> signature.inputs().stream())
                .forEach(named -> inputs.putIfAbsent(named.name(), graph.main().tensor(named.tensor())));
        return inputs;
    }

    @Override
    public Iterator<Map<String, SampleInput>> iterator() {
        return IntStream.range(0, size).mapToObj(this::sample).iterator();
    }

    private Map<String, SampleInput> sample(int number) {
        int place = (int) ((long) number * samples / size);
        Map<String, SampleInput> sample = new LinkedHashMap<>();
        feeds.forEach((name, feed) -> sample.put(name, feed.sample(place)));
        return sample;
    }
}
