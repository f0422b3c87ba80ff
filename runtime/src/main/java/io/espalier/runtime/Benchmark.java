// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How quick a .tflite model is on this machine, with the shapes that its file says: batch 1 for most.
 *
 * @param model the model's file
 * @param xnnpackApplied whether XNNPACK ran at least one operator
 * @param latency of the runs alone, without writing inputs or reading outputs
 * @param arenaBytes memory for activations, see {@link Interpreter#arenaBytes()}
 * @param cpu the processor's name; empty where the system does not tell
 */
public record Benchmark(
        Path model,
        InterpreterOptions options,
        boolean xnnpackApplied,
        Latency latency,
        long arenaBytes,
        Optional<String> cpu) {
    private static final long SEED = 1;

    /**
     * Runs the model on seeded random inputs.
     *
     * @param warmUp how many runs come before those that are measured
     * @param runs how many runs are measured
     * @throws IOException if the file cannot be read
     * @throws InterpreterException if the runtime refuses the model or fails to run it
     */
    public static Benchmark of(Path model, InterpreterOptions options, int warmUp, int runs) throws IOException {
        if (warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "a benchmark needs at least 1 run and no negative warm-up, not " + runs + " and " + warmUp);
        }
        try (Interpreter interpreter = Interpreter.open(model, options)) {
            SplittableRandom random = new SplittableRandom(SEED);
            interpreter.inputs().forEach(input -> interpreter.writeInput(input.index(), randomValues(input, random)));
            long[] times = new long[runs];
            interpreter.time(new long[warmUp]);
            interpreter.time(times);
            return new Benchmark(
                    model,
                    options,
                    interpreter.xnnpackApplied(),
                    Latency.ofNanoseconds(times),
                    interpreter.arenaBytes(),
                    Processor.name());
        }
    }

    private static ByteBuffer randomValues(TensorInfo input, SplittableRandom random) {
        int elements = input.elements();
        ByteBuffer values = ByteBuffer.allocate(elements * input.type().bytes()).order(ByteOrder.nativeOrder());
        boolean quantized = input.quantization().isPresent();
        while (values.hasRemaining()) {
            switch (input.type()) {
                case FLOAT32 -> values.putFloat((float) random.nextDouble());
                case FLOAT64 -> values.putDouble(random.nextDouble());
                // plain integers are most often indices: 0 and 1 are in range
                case INT32, UINT32 -> values.putInt(quantized ? random.nextInt() : random.nextInt(2));
                case INT64, UINT64 -> values.putLong(random.nextInt(2));
                case BOOL -> values.put((byte) random.nextInt(2));
                default -> values.put((byte) random.nextInt());
            }
        }
        return values.flip();
    }
}
