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
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * The program of a process that loads a model and says how much more memory it has then. The arguments are the number of threads, and whether
 * XNNPACK is on. It reads from standard input the number of the model's inputs, the rank and the sizes of each, and the number of its bytes,
 * all as 32-bit integers with the highest byte first, then its bytes. It prints a line: bytes after loading and after the first run, or
 * nothing if that failed.
 */
final class MemoryProbe {
    private static final int PART = 1 << 16;

    private MemoryProbe() {}

    public static void main(String[] arguments) throws IOException {
        InterpreterOptions options =
                new InterpreterOptions(Integer.parseInt(arguments[0]), Boolean.parseBoolean(arguments[1]));
        // what Java loads for the first model is not that of the one to measure
        measure(TfliteModel.of("small", small()), options, List.of());
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        List<List<Integer>> shapes = shapes(in);
        ByteBuffer bytes = bytes(in);
        try {
            System.out.println(measure(TfliteModel.of("model", bytes), options, shapes));
        } catch (EspalierException e) {
            System.out.println();
        }
    }

    private static String measure(TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) {
        // what the model before left
        Pointer.trimMemory();
        long before = ResidentMemory.bytes().orElseThrow();
        try (Interpreter interpreter = Interpreter.open(model, options)) {
            BenchmarkInputs inputs = new SyntheticInputs(Benchmark.SEED, shapes, "");
            inputs.resize(interpreter);
            interpreter.allocate();
            long loaded = ResidentMemory.bytes().orElseThrow();
            inputs.write(interpreter);
            interpreter.run();
            long run = ResidentMemory.bytes().orElseThrow();
            return Math.max(0, loaded - before) + " " + Math.max(0, run - before);
        }
    }

    private static List<List<Integer>> shapes(DataInputStream in) throws IOException {
        List<List<Integer>> shapes = new ArrayList<>();
        int inputs = in.readInt();
        for (int input = 0; input < inputs; input++) {
            int rank = in.readInt();
            List<Integer> shape = new ArrayList<>();
            for (int axis = 0; axis < rank; axis++) {
                shape.add(in.readInt());
            }
            shapes.add(shape);
        }
        return shapes;
    }

    private static ByteBuffer bytes(DataInputStream in) throws IOException {
        int size = in.readInt();
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        byte[] part = new byte[PART];
        while (bytes.hasRemaining()) {
            int count = Math.min(PART, bytes.remaining());
            in.readFully(part, 0, count);
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
