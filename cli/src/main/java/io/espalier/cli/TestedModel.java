// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.project.CArray;
import io.espalier.lite.ccode.project.ProjectModel;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Generated C with one input, and what TFLite with XNNPACK answers. */
final class TestedModel {
    private static final long SEED = 20_261_130;

    private TestedModel() {}

    /** Runs the model once on random values, the same each time; inputs that may be indices are 0. */
    static ProjectModel of(CExport export, Graph graph) {
        CSettings settings = export.settings();
        TfliteModel model = TfliteModel.of(settings.name(), graph);
        try (Interpreter interpreter = Interpreter.open(model, InterpreterOptions.DEFAULTS)) {
            SplittableRandom random = new SplittableRandom(SEED);
            List<CArray> inputs = new ArrayList<>();
            for (TensorInfo input : interpreter.inputs()) {
                ByteBuffer values = values(input, random);
                interpreter.writeInput(input.index(), values.duplicate().order(ByteOrder.nativeOrder()));
                inputs.add(array(input, values));
            }
            interpreter.run();
            List<CArray> outputs = new ArrayList<>();
            for (TensorInfo output : interpreter.outputs()) {
                ByteBuffer values = buffer(output);
                interpreter.readOutput(output.index(), values.duplicate());
                outputs.add(array(output, values));
            }
            return new ProjectModel(
                    settings.name(),
                    export.files(),
                    inputs,
                    outputs,
                    settings.arena() == ArenaPlace.CALLER ? settings.capitals() + "_ARENA_SIZE" : "",
                    export.header().contains(settings.name() + "_reset("));
        }
    }

    private static ByteBuffer buffer(TensorInfo tensor) {
        return ByteBuffer.allocate(tensor.bytes()).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer values(TensorInfo input, SplittableRandom random) {
        ByteBuffer values = buffer(input);
        while (values.hasRemaining()) {
            switch (input.type()) {
                case INT8, UINT8 -> values.put((byte) random.nextInt());
                case INT16 -> values.putShort((short) random.nextInt());
                case FLOAT32 -> values.putFloat((float) random.nextDouble());
                default -> values.put((byte) 0);
            }
        }
        return values.flip();
    }

    private static CArray array(TensorInfo tensor, ByteBuffer values) {
        byte[] bytes = new byte[values.remaining()];
        values.duplicate().get(bytes);
        return switch (tensor.type()) {
            case INT8 -> CArray.of(bytes);
            case UINT8, BOOL -> CArray.ofUnsigned(bytes);
            case INT16 -> {
                short[] numbers = new short[tensor.elements()];
                values.asShortBuffer().get(numbers);
                yield CArray.of(numbers);
            }
            case INT32 -> {
                int[] numbers = new int[tensor.elements()];
                values.asIntBuffer().get(numbers);
                yield CArray.of(numbers);
            }
            case FLOAT32 -> {
                float[] numbers = new float[tensor.elements()];
                values.asFloatBuffer().get(numbers);
                yield CArray.of(numbers);
            }
            default -> throw new UsageException("--project: there is no test for " + tensor + "; leave it out");
        };
    }
}
