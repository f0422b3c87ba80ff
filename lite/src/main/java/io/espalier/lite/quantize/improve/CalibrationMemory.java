// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.Calibration;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.quantize.integer.TensorEncoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What running the calibration data on float graphs showed: ranges, second moments of the inputs of layers, rounded weights, corrected biases. Many
 * recipes for the same graph and data share it. May be used by several threads, of which one computes at a time.
 */
public final class CalibrationMemory {
    /** A quarter of a gigabyte. */
    private static final long MOST_DOUBLES = 1 << 25;

    private final List<Graph> graphs = new ArrayList<>();
    private final Map<Object, Object> found = new HashMap<>();
    private final boolean keeps;
    private long kept;

    private CalibrationMemory(boolean keeps) {
        this.keeps = keeps;
    }

    /** Keeps nothing. */
    public static CalibrationMemory none() {
        return new CalibrationMemory(false);
    }

    /** Keeps everything. */
    public static CalibrationMemory keeping() {
        return new CalibrationMemory(true);
    }

    private record Ranges(int graph, String method) {}

    record Layer(int graph, int operator, Optional<TensorEncoding> form) {}

    /** The ranges of a graph's activations, observed once for each method. */
    public Calibration ranges(Graph graph, CalibrationMethod method, RepresentativeData data) {
        return computed(new Ranges(number(graph), method.id()), () -> data.calibrate(graph, method));
    }

    /** The number of a graph: the same for graphs that are equal. */
    synchronized int number(Graph graph) {
        if (!keeps) {
            return 0;
        }
        int number = graphs.indexOf(graph);
        if (number < 0) {
            graphs.add(graph);
            return graphs.size() - 1;
        }
        return number;
    }

    /** What is kept under a key; empty if nothing is. */
    @SuppressWarnings("unchecked") // a key is used for one type
    synchronized <T> Optional<T> known(Object key) {
        return Optional.ofNullable((T) found.get(key));
    }

    synchronized void keep(Object key, Object value) {
        if (keeps) {
            found.put(key, value);
        }
    }

    /** Keeps a value as long as there is room for large ones; it is found again by running the data. */
    synchronized void keepLarge(Object key, Object value, long doubles) {
        if (keeps && kept + doubles <= MOST_DOUBLES) {
            kept += doubles;
            found.put(key, value);
        }
    }

    private synchronized <T> T computed(Object key, Supplier<T> source) {
        Optional<T> known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        T value = source.get();
        keep(key, value);
        return value;
    }
}
