// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.interpreter.Interpreter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Integer graphs side by side in one graph with the inputs and outputs of all, so that one program of C computes them; and comparisons of their outputs,
 * byte by byte.
 */
final class TogetherInC {
    private static final int INPUTS = 24;
    private static final long SEED = 23;

    private final Map<String, Graph> graphs = new LinkedHashMap<>();

    /** A float graph, quantized for inputs from one number to another: its border has integers too. */
    void add(String name, Graph floats, IntegerOptions options, float low, float high) {
        int size = Math.toIntExact(
                floats.main().tensor(floats.main().inputs().get(0)).elements());
        float[] x = new float[8 * size];
        Random random = new Random(SEED);
        for (int place = 0; place < x.length; place++) {
            x[place] = low + (high - low) * random.nextFloat();
        }
        x[0] = low;
        x[x.length - 1] = high;
        graphs.put(name, integersOnly(IntegerQuantizer.of(options).quantize(floats, ExposedRanges.of(floats, x))));
    }

    /** Without the operators at its border that convert from float and to it. */
    static Graph integersOnly(Graph graph) {
        Subgraph main = graph.main();
        Map<Integer, Integer> inner = new HashMap<>();
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : main.operators()) {
            int input = operator.inputs().get(0);
            int output = operator.outputs().get(0);
            if (operator.is(BuiltinOperator.QUANTIZE) && main.inputs().contains(input)) {
                inner.put(input, output);
            } else if (operator.is(BuiltinOperator.DEQUANTIZE) && main.outputs().contains(output)) {
                inner.put(output, input);
            } else {
                operators.add(operator);
            }
        }
        return graph.withSignatures(List.of())
                .withMain(main.with(
                        main.tensors(), inner(main.inputs(), inner), inner(main.outputs(), inner), operators));
    }

    private static Ints inner(Ints tensors, Map<Integer, Integer> inner) {
        return Ints.of(tensors.stream()
                .map(tensor -> inner.getOrDefault(tensor, tensor))
                .toArray());
    }

    /** C that rounds once answers what TFLite with XNNPACK does. */
    void answerLikeXnnpack(CSettings settings, Toolchain machine) {
        Graph all = together();
        List<byte[]> inputs = inputs(all);
        assertSame(all, settings.with(SumRounding.SINGLE), machine, inputs, xnnpack(all, inputs));
    }

    /** C that rounds twice answers what the reference kernels do. */
    void answerLikeReferenceKernels(CSettings settings, Toolchain machine) {
        Graph all = together();
        List<byte[]> inputs = inputs(all);
        try (ReferenceKernels kernels = new ReferenceKernels(GraphWriter.toBytes(all))) {
            List<byte[]> answers = inputs.stream().map(kernels::run).toList();
            assertSame(all, settings.with(SumRounding.DOUBLE), machine, inputs, answers);
        }
    }

    /** C that calls CMSIS-NN answers what our own kernels do that round twice. */
    void answerLikeOwnKernels(CSettings settings, Toolchain machine) {
        Graph all = together();
        List<byte[]> inputs = inputs(all);
        CSettings twice = settings.with(SumRounding.DOUBLE);
        CExport own = CExport.of(all, twice.with(Kernels.PORTABLE));
        CModel model = new CModel(settings.name(), own.header(), own.source());
        assertSame(
                all,
                twice.with(Kernels.CMSIS_NN),
                machine,
                inputs,
                Rig.run(Toolchain.host(), model, inputs).outputs());
    }

    private void assertSame(
            Graph all, CSettings settings, Toolchain machine, List<byte[]> inputs, List<byte[]> answers) {
        CExport export = CExport.of(all, settings);
        CModel model = new CModel(settings.name(), export.header(), export.source());
        List<byte[]> actual = Rig.run(machine, model, inputs).outputs();
        List<String> different = new ArrayList<>();
        int start = 0;
        for (Map.Entry<String, Graph> one : graphs.entrySet()) {
            Subgraph main = one.getValue().main();
            int size = main.outputs().stream()
                    .map(output -> bytes(main.tensor(output)))
                    .sum();
            int bytes = 0;
            for (int input = 0; input < inputs.size(); input++) {
                for (int place = start; place < start + size; place++) {
                    bytes += actual.get(input)[place] == answers.get(input)[place] ? 0 : 1;
                }
            }
            if (bytes > 0) {
                different.add(one.getKey() + ": " + bytes + " of " + size * inputs.size() + " bytes");
            }
            start += size;
        }
        assertThat(start).isEqualTo(answers.get(0).length);
        assertThat(different).as("seed %d, %s", SEED, machine).isEmpty();
    }

    private static int bytes(Tensor tensor) {
        return Math.toIntExact(tensor.elements() * tensor.type().bits() / Byte.SIZE);
    }

    private Graph together() {
        List<Tensor> tensors = new ArrayList<>();
        List<Operator> operators = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (Graph graph : graphs.values()) {
            int first = tensors.size();
            Subgraph main = graph.main();
            tensors.addAll(main.tensors());
            main.inputs().stream().forEach(index -> inputs.add(first + index));
            main.outputs().stream().forEach(index -> outputs.add(first + index));
            for (Operator operator : main.operators()) {
                operators.add(operator.withInputs(moved(operator.inputs(), first))
                        .withOutputs(moved(operator.outputs(), first)));
            }
        }
        return new Graph(
                "",
                List.of(new Subgraph("main", tensors, ints(inputs), ints(outputs), operators)),
                List.of(),
                List.of());
    }

    private static Ints moved(Ints indices, int distance) {
        return Ints.of(indices.stream()
                .map(index -> index < 0 ? index : index + distance)
                .toArray());
    }

    private static Ints ints(List<Integer> values) {
        return Ints.of(values.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Random bytes, or bytes that are near to each other; every byte is among them. */
    private static List<byte[]> inputs(Graph graph) {
        Subgraph main = graph.main();
        int size =
                main.inputs().stream().map(input -> bytes(main.tensor(input))).sum();
        Random random = new Random(SEED);
        List<byte[]> inputs = new ArrayList<>();
        for (int number = 0; number < INPUTS; number++) {
            byte[] input = new byte[size];
            random.nextBytes(input);
            int middle = random.nextInt(256) - 128;
            for (int place = 0; place < size && number % 3 == 1; place++) {
                input[place] = (byte) Math.max(-128, Math.min(127, middle + input[place] % 16));
            }
            for (int place = 0; place < size && number % 3 == 2; place++) {
                input[place] = (byte) (place + number * 32);
            }
            inputs.add(input);
        }
        return inputs;
    }

    private static List<byte[]> xnnpack(Graph graph, List<byte[]> inputs) {
        TfliteModel model = TfliteModel.of("together", ByteBuffer.wrap(GraphWriter.toBytes(graph)));
        List<byte[]> answers = new ArrayList<>();
        try (Interpreter interpreter = Interpreter.open(model, InterpreterOptions.DEFAULTS)) {
            int size =
                    interpreter.outputs().stream().mapToInt(TensorInfo::bytes).sum();
            for (byte[] input : inputs) {
                int start = 0;
                for (TensorInfo tensor : interpreter.inputs()) {
                    interpreter.writeInput(
                            tensor.index(),
                            ByteBuffer.wrap(input, start, tensor.bytes()).slice());
                    start += tensor.bytes();
                }
                interpreter.run();
                ByteBuffer answer = ByteBuffer.allocate(size);
                for (TensorInfo tensor : interpreter.outputs()) {
                    ByteBuffer values = ByteBuffer.allocate(tensor.bytes());
                    interpreter.readOutput(tensor.index(), values);
                    answer.put(values.array());
                }
                answers.add(answer.array());
            }
        }
        return answers;
    }
}
