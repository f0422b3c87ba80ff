// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.interpreter.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Random values for all inputs of a model, and what it makes of them. */
final class RandomSamples {
    static final long SEED = 11;

    private RandomSamples() {}

    /** Floats from -1 to 1, bytes of any value, and zeros for types that may be indices. */
    static List<Map<String, SampleInput>> of(Interpreter interpreter, int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, SampleInput>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, SampleInput> sample = new LinkedHashMap<>();
            for (TensorInfo input : interpreter.inputs()) {
                sample.put(input.name(), new SampleInput(input.shape(), values(input, random)));
            }
            samples.add(sample);
        }
        return samples;
    }

    private static ByteBuffer values(TensorInfo input, SplittableRandom random) {
        ByteBuffer values = ByteBuffer.allocateDirect(input.bytes()).order(ByteOrder.nativeOrder());
        while (values.hasRemaining()) {
            switch (input.type()) {
                case FLOAT32 -> values.putFloat((float) random.nextDouble(-1, 1));
                case INT8, UINT8, INT16 -> values.put((byte) random.nextInt(256));
                default -> values.put((byte) 0);
            }
        }
        return values.flip();
    }

    /** The bytes of all outputs for one sample after the other, each from fresh variables. */
    static List<ByteBuffer> run(Interpreter interpreter, List<Map<String, SampleInput>> samples) {
        List<ByteBuffer> outputs = new ArrayList<>();
        for (Map<String, SampleInput> sample : samples) {
            interpreter.resetVariables();
            for (TensorInfo input : interpreter.inputs()) {
                SampleInput fed = Objects.requireNonNull(sample.get(input.name()));
                if (!input.shape().equals(fed.shape())) {
                    interpreter.resizeInput(input.index(), fed.shape());
                }
            }
            for (TensorInfo input : interpreter.inputs()) {
                SampleInput fed = Objects.requireNonNull(sample.get(input.name()));
                interpreter.writeInput(input.index(), fed.values().duplicate());
            }
            interpreter.run();
            for (TensorInfo output : interpreter.outputs()) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(output.bytes()).order(ByteOrder.nativeOrder());
                interpreter.readOutput(output.index(), bytes);
                outputs.add(bytes.flip());
            }
        }
        return outputs;
    }

    /** Signal to noise of float outputs, in decibels; infinite where they are equal. */
    static double decibels(List<ByteBuffer> actual, List<ByteBuffer> expected) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int place = 0; place < expected.get(i).limit(); place += Float.BYTES) {
                double exact = expected.get(i).getFloat(place);
                double error = actual.get(i).getFloat(place) - exact;
                signal += exact * exact;
                noise += error * error;
            }
        }
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }
}
