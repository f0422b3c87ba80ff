// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.board;

import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random inputs, the same each time, and what TFLite with XNNPACK answers; little-endian, with several inputs or outputs one after the other.
 * What may be an index is 0.
 */
record RandomRuns(List<byte[]> inputs, List<byte[]> outputs) {
    private static final long SEED = 17;

    RandomRuns {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    static RandomRuns of(TfliteModel model, int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> inputs = new ArrayList<>();
        List<byte[]> outputs = new ArrayList<>();
        try (Interpreter interpreter = Interpreter.open(model, InterpreterOptions.DEFAULTS)) {
            for (int run = 0; run < count; run++) {
                ByteArrayOutputStream given = new ByteArrayOutputStream();
                for (TensorInfo input : interpreter.inputs()) {
                    byte[] values = values(input, random);
                    given.writeBytes(values);
                    interpreter.writeInput(input.index(), ByteBuffer.wrap(values));
                }
                interpreter.run();
                ByteArrayOutputStream answered = new ByteArrayOutputStream();
                for (TensorInfo output : interpreter.outputs()) {
                    byte[] values = new byte[output.bytes()];
                    interpreter.readOutput(output.index(), ByteBuffer.wrap(values));
                    answered.writeBytes(values);
                }
                inputs.add(given.toByteArray());
                outputs.add(answered.toByteArray());
            }
        }
        return new RandomRuns(inputs, outputs);
    }

    private static byte[] values(TensorInfo input, SplittableRandom random) {
        byte[] values = new byte[input.bytes()];
        TensorType type = input.type();
        if (type == TensorType.FLOAT32) {
            ByteBuffer floats = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
            while (floats.hasRemaining()) {
                floats.putFloat((float) random.nextDouble());
            }
        } else if (type == TensorType.INT8 || type == TensorType.UINT8 || type == TensorType.INT16) {
            random.nextBytes(values);
        }
        return values;
    }

    /** How many of other answers to the same inputs are not these, to the bit. */
    int others(List<byte[]> answers) {
        int others = 0;
        for (int run = 0; run < outputs.size(); run++) {
            others += Arrays.equals(outputs.get(run), answers.get(run)) ? 0 : 1;
        }
        return others;
    }
}
