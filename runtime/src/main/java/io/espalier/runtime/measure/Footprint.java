// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.data.array.StoredArray;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a model takes besides the bytes of its file, and how long the runtime takes to load it. XNNPACK copies weights into a layout of its
 * own when it loads a model, so that this may be more than the file.
 *
 * <p>Memory is measured in a process of its own, on Linux: what that process has more of after than before, in pages that lie in no file.
 * The bytes of the file are in memory before. Each model has a process of its own: one takes over what another left. What Espalier itself needs beside the runtime, some ten kilobytes, is among it.
 *
 * @param loadedBytes after the model was loaded and its tensors allocated; empty if the system does not tell
 * @param runBytes after the first run; empty if the system does not tell
 * @param loadMillis to build the interpreter and allocate the tensors, XNNPACK's preparation included, but not to read the file: the median
 *     of five times
 */
public record Footprint(OptionalLong loadedBytes, OptionalLong runBytes, double loadMillis) {
    private static final int TIMES = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Loads a model several times, and runs it once in another process, on random inputs.
     *
     * @throws InterpreterException if the runtime refuses the model
     */
    public static Footprint of(TfliteModel model, InterpreterOptions options) {
        return of(model, options, BenchmarkInputs.madeUp());
    }

    /** The same with inputs of the shapes of these arrays, as {@link Benchmark} takes them. */
    public static Footprint of(TfliteModel model, InterpreterOptions options, Map<String, StoredArray> inputs) {
        return of(model, options, BenchmarkInputs.of(inputs));
    }

    private static Footprint of(TfliteModel model, InterpreterOptions options, BenchmarkInputs inputs) {
        List<List<Integer>> shapes = List.of();
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            try (Interpreter interpreter = Interpreter.open(model, options)) {
                inputs.resize(interpreter);
                interpreter.allocate();
                nanos[i] = System.nanoTime() - start;
                shapes = interpreter.inputs().stream().map(TensorInfo::shape).toList();
            }
        }
        Arrays.sort(nanos);
        Optional<long[]> bytes = MemoryProcess.measure(model, options, shapes);
        return new Footprint(
                bytes.map(both -> OptionalLong.of(both[0])).orElse(OptionalLong.empty()),
                bytes.map(both -> OptionalLong.of(both[1])).orElse(OptionalLong.empty()),
                nanos[TIMES / 2] / NANOS_PER_MILLI);
    }
}
