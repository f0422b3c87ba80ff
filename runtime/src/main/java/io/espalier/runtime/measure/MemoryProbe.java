// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.base.EspalierException;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The program of a process that loads one model and prints how much more memory it has then: bytes after loading, and after the first run.
 * The model comes from standard input. The arguments are its size in bytes, the number of threads, whether XNNPACK is on, and the shape of
 * each input.
 */
final class MemoryProbe {
    private MemoryProbe() {}

    public static void main(String[] arguments) throws IOException {
        try {
            InterpreterOptions options =
                    new InterpreterOptions(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
            TfliteModel model = TfliteModel.of("model", read(Integer.parseInt(arguments[0])));
            List<String> shapes = Arrays.asList(arguments).subList(3, arguments.length);
            // what Java loads for the first model is not the second one's
            measure(TfliteModel.of("small", small()), options, List.of("4"));
            long[] bytes = measure(model, options, shapes);
            System.out.println(bytes[0] + " " + bytes[1]);
        } catch (EspalierException e) {
            System.exit(1);
        }
    }

    private static long[] measure(TfliteModel model, InterpreterOptions options, List<String> shapes) {
        long before = ResidentMemory.bytes().orElseThrow();
        try (Interpreter interpreter = Interpreter.open(model, options)) {
            for (int input = 0; input < shapes.size(); input++) {
                List<Integer> shape = shape(shapes.get(input));
                if (!interpreter.inputs().get(input).shape().equals(shape)) {
                    interpreter.resizeInput(input, shape);
                }
            }
            interpreter.allocate();
            long loaded = ResidentMemory.bytes().orElseThrow();
            BenchmarkInputs.madeUp().write(interpreter);
            interpreter.run();
            long run = ResidentMemory.bytes().orElseThrow();
            return new long[] {Math.max(0, loaded - before), Math.max(0, run - before)};
        }
    }

    /** A shape as an argument. */
    static String argument(List<Integer> shape) {
        return String.join(",", shape.stream().map(String::valueOf).toList());
    }

    private static List<Integer> shape(String argument) {
        return argument.isEmpty()
                ? List.of()
                : Arrays.stream(argument.split(",")).map(Integer::valueOf).toList();
    }

    private static ByteBuffer read(int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        byte[] part = new byte[1 << 16];
        InputStream in = System.in;
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            bytes.put(part, 0, count);
        }
        return bytes.flip();
    }

    private static Graph small() {
        return new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(
                                Tensor.activation("x", TensorType.FLOAT32, Ints.of(4)),
                                Tensor.activation("y", TensorType.FLOAT32, Ints.of(4))),
                        Ints.of(0),
                        Ints.of(1),
                        List.of(Operator.of(
                                OperatorCode.of(BuiltinOperator.ABS, 1), Ints.of(0), Ints.of(1), Options.NONE)))),
                List.of(),
                List.of());
    }
}
