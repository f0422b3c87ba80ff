// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Generated C and the real runtime on the same random inputs, one after the other: state stays from one to the next. */
final class GeneratedC {
    private static final long SEED = 41;

    private GeneratedC() {}

    /** The largest difference of a float output, relative to the largest number in it; of integers, the largest difference. */
    static double difference(Graph graph, int runs) {
        return difference(graph, CSettings.named("m"), Toolchain.host(), InterpreterOptions.DEFAULTS, runs);
    }

    static double difference(
            Graph graph, CSettings settings, Toolchain toolchain, InterpreterOptions options, int runs) {
        CExport export = CExport.of(graph, settings);
        CModel model = new CModel(settings.name(), export.header(), export.source());
        List<byte[]> inputs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int run = 0; run < runs; run++) {
            inputs.add(randomInput(graph, random));
        }
        List<byte[]> expected = answers(graph, options, inputs);
        List<byte[]> actual = Rig.run(toolchain, model, inputs).outputs();
        double worst = 0;
        for (int run = 0; run < runs; run++) {
            worst = Math.max(worst, difference(graph, expected.get(run), actual.get(run)));
        }
        return worst;
    }

    private static double difference(Graph graph, byte[] expected, byte[] actual) {
        ByteBuffer one = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer other = ByteBuffer.wrap(actual).order(ByteOrder.LITTLE_ENDIAN);
        double worst = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
        for (int output : graph.main().outputs().toArray()) {
            Tensor tensor = graph.main().tensor(output);
            double most = 0;
            double largest = 1e-30;
            for (long element = 0; element < tensor.elements(); element++) {
                double a = number(one, tensor);
                double b = number(other, tensor);
                double distance = Double.compare(a, b) == 0 ? 0 : Math.abs(a - b);
                most = Math.max(most, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
                largest = Math.max(largest, Double.isFinite(a) ? Math.abs(a) : 0);
            }
            boolean isFloat = tensor.type() == TensorType.FLOAT32;
            worst = Math.max(worst, isFloat ? most / largest : most);
        }
        return worst;
    }

    private static double number(ByteBuffer bytes, Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> bytes.getFloat();
            case INT32 -> bytes.getInt();
            case INT64 -> bytes.getLong();
            case INT16 -> bytes.getShort();
            default -> bytes.get();
        };
    }

    private static byte[] randomInput(Graph graph, SplittableRandom random) {
        Ints inputs = graph.main().inputs();
        int size = 0;
        for (int input : inputs.toArray()) {
            size += bytes(graph.main().tensor(input));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (int input : inputs.toArray()) {
            Tensor tensor = graph.main().tensor(input);
            for (long element = 0; element < tensor.elements(); element++) {
                switch (tensor.type()) {
                    case FLOAT32 -> bytes.putFloat((float) random.nextDouble(-2, 2));
                    case INT32 -> bytes.putInt(random.nextInt(0, 5));
                    case INT64 -> bytes.putLong(random.nextInt(0, 5));
                    case INT16 -> bytes.putShort((short) random.nextInt());
                    case BOOL -> bytes.put((byte) random.nextInt(2));
                    default -> bytes.put((byte) random.nextInt());
                }
            }
        }
        return bytes.array();
    }

    private static int bytes(Tensor tensor) {
        return (int) tensor.elements() * tensor.type().bits() / Byte.SIZE;
    }

    private static List<byte[]> answers(Graph graph, InterpreterOptions options, List<byte[]> inputs) {
        List<byte[]> answers = new ArrayList<>();
        try (Interpreter interpreter = Interpreter.open(TfliteModel.of("the graph", graph), options)) {
            for (byte[] input : inputs) {
                int place = 0;
                for (int position = 0; position < graph.main().inputs().size(); position++) {
                    int size = bytes(graph.main().tensor(graph.main().inputs().get(position)));
                    interpreter.writeInput(position, ByteBuffer.wrap(input, place, size));
                    place += size;
                }
                interpreter.run();
                int total = graph.main().outputs().stream()
                        .map(output -> bytes(graph.main().tensor(output)))
                        .sum();
                ByteBuffer answer = ByteBuffer.allocate(total);
                for (int position = 0; position < graph.main().outputs().size(); position++) {
                    byte[] part = new byte
                            [bytes(graph.main().tensor(graph.main().outputs().get(position)))];
                    interpreter.readOutput(position, ByteBuffer.wrap(part));
                    answer.put(part);
                }
                answers.add(answer.array());
            }
        }
        return answers;
    }
}
