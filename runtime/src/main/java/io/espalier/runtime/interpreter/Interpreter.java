// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.interpreter;

import io.espalier.base.EspalierException;
import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.TensorInfo;
import io.espalier.runtime.guard.GraphGuard;
import io.espalier.runtime.guard.InputGuard;
import io.espalier.runtime.guard.InputNames;
import io.espalier.runtime.guard.StringValues;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.tensorflowlite.Subgraph;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * A .tflite model in the TFLite runtime: write the inputs, run, read the outputs.
 *
 * <p>One thread at a time uses it: calls of several threads wait for each other, {@link #close()} among them, and what was written
 * before {@link #run()} is anybody's guess unless the threads agree. For throughput open one interpreter a thread; they share
 * the model alone. Memory for the tensors is allocated when it is first needed, again after {@link #resizeInput}.
 *
 * <p>After {@link #close()} every call throws {@link IllegalStateException}.
 */
public final class Interpreter implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final String name;
    private final InterpreterOptions options;
    private final NativeModel parts;
    private final InputGuard guard;
    private final List<Integer> stringInputs;
    private final Cleaner.Cleanable cleanable;
    private boolean allocated;
    private boolean shapesAreUnproven;
    private boolean closed;

    private Interpreter(TfliteModel model, InterpreterOptions options, boolean timesOperators) {
        this.name = model.name();
        this.options = options;
        this.parts = NativeModel.build(model, options, timesOperators);
        this.guard = new InputGuard(model.graph());
        this.stringInputs = IntStream.range(
                        0, parts.model.graph().main().inputs().size())
                .filter(index -> inputTensor(index).type() == TensorType.STRING)
                .boxed()
                .toList();
        this.cleanable = CLEANER.register(this, parts);
    }

    /** The version of the TFLite runtime, such as {@code 2.20.0}. */
    public static String runtimeVersion() {
        NativeLibrary.load();
        return tensorflowlite.TfLiteVersion().getString();
    }

    /**
     * Opens the model in a file. Where it is run more than once, {@linkplain TfliteModel#read read} it once.
     *
     * @throws IOException if the file cannot be read
     * @throws InterpreterException if it holds no model that the runtime can run
     */
    public static Interpreter open(Path file, InterpreterOptions options) throws IOException {
        return open(TfliteModel.read(file), options);
    }

    /** @throws InterpreterException if the runtime refuses the model */
    public static Interpreter open(TfliteModel model, InterpreterOptions options) {
        return new Interpreter(model, options, false);
    }

    /**
     * The same, but each run in {@link #time} also puts down how long its operators took, for {@link #operatorTimes()}. That makes the run
     * itself a little slower.
     *
     * @throws InterpreterException if the runtime refuses the model
     */
    public static Interpreter openProfiled(TfliteModel model, InterpreterOptions options) {
        return new Interpreter(model, options, true);
    }

    /** The path of the model's file, or the name that the model was given. */
    public String name() {
        return name;
    }

    /** The options that it was opened with. */
    public InterpreterOptions options() {
        return options;
    }

    /** The inputs in the model's order, with their shapes as they are now. */
    public synchronized List<TensorInfo> inputs() {
        int count = NativeTensors.size(open().inputs());
        List<TensorInfo> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(NativeTensors.describe(i, open().input_tensor(i)));
        }
        return inputs;
    }

    /** The outputs in the model's order. Where a shape depends on the values, it is known after {@link #run()}. */
    public synchronized List<TensorInfo> outputs() {
        allocate();
        int count = NativeTensors.size(open().outputs());
        List<TensorInfo> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(NativeTensors.describe(i, open().output_tensor(i)));
        }
        return outputs;
    }

    /** @throws IllegalArgumentException if the model has no such input */
    public TensorInfo input(String tensorName) {
        return named(tensorName, inputs(), "input");
    }

    /** @throws IllegalArgumentException if the model has no such output */
    public TensorInfo output(String tensorName) {
        return named(tensorName, outputs(), "output");
    }

    // XNNPACK of TFLite 2.20 does not compare new shapes with the weights; TFLite's own kernels do, so they are asked
    // first
    private void proveShapes() {
        try (Interpreter plain = open(parts.model, options.withXnnpack(false).withThreads(1))) {
            inputs().forEach(input -> plain.resizeInput(input.index(), input.shape()));
            plain.allocate();
        }
        shapesAreUnproven = false;
    }

    private TensorInfo named(String wanted, List<TensorInfo> tensors, String role) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        this.name + ": has no " + role + " '" + wanted + "', but " + tensors));
    }

    /**
     * Gives an input another shape, most often another batch size. Whether the model can take it shows when tensors are allocated.
     *
     * @throws InterpreterException if the runtime refuses at once
     */
    public synchronized void resizeInput(int index, List<Integer> shape) {
        int[] dimensions = shape.stream().mapToInt(Integer::intValue).toArray();
        checkIndex(index, NativeTensors.size(open().inputs()), "input");
        int tensor = open().inputs().get(index);
        allocated = false;
        if (parts.clock != null) {
            parts.clock.restart();
        }
        shapesAreUnproven |=
                options.xnnpack() && GraphGuard.mustProve(inputs().get(index).shape(), shape);
        check(open().ResizeInputTensor(tensor, dimensions), "cannot resize input " + index + " to " + shape);
    }

    /**
     * Allocates the tensors and gives XNNPACK its operators, if that has not been done since the last change of shape. Other
     * methods call it when they need it.
     *
     * @throws InterpreterException if the runtime cannot, for want of memory or because the shapes do not fit the model
     */
    public synchronized void allocate() {
        if (!allocated) {
            if (shapesAreUnproven) {
                proveShapes();
            }
            int status = open().AllocateTensors();
            if (status != 0) {
                throw new InterpreterException(name + ": cannot allocate the tensors for the inputs " + inputs() + ": "
                        + parts.errors.drain() + NativeModel.customAdvice(parts.model));
            }
            guard.shapesAre(tensor ->
                    Ints.of(NativeTensors.dimensions(open().tensor(tensor).dims()).stream()
                            .mapToInt(Integer::intValue)
                            .toArray()));
            allocated = true;
        }
        open();
    }

    /**
     * Writes the whole of an input from the buffer's remaining bytes, which are in native order.
     *
     * @throws IllegalArgumentException if the buffer has more or fewer bytes than the tensor, or no strings in TFLite's form where the input
     *     takes strings
     * @throws InterpreterException if the input ends in an operator that cannot take one of the values, such as an index beyond its
     *     table; what an operator computes of an input is not looked at
     */
    public void writeInput(int index, ByteBuffer values) {
        writeExamples(index, values, InputGuard.NO_EXAMPLES, 1);
    }

    /** The same for so many examples; messages number them, the first of which has this number. */
    public synchronized void writeExamples(int index, ByteBuffer values, long first, int examples) {
        allocate();
        TfLiteTensor tensor = open().input_tensor(checkIndex(index, NativeTensors.size(open().inputs()), "input"));
        if (tensor.type() == tensorflowlite.kTfLiteString) {
            requireStrings(NativeTensors.describe(index, tensor), values);
            check(tensorflowlite.TfLiteTensorRealloc(values.remaining(), tensor), "cannot store the strings");
        }
        if (values.remaining() != tensor.bytes()) {
            throw new IllegalArgumentException(name + ": input " + NativeTensors.describe(index, tensor) + " takes "
                    + tensor.bytes() + " bytes, not " + values.remaining());
        }
        if (!guard.bounds(index).isEmpty()) {
            guard.check(name, NativeTensors.describe(index, tensor), values, first, examples);
        }
        NativeTensors.memory(name, tensor).put(values);
    }

    /**
     * Copies the whole of an output to the buffer, from its position on, in native order.
     *
     * @throws IllegalArgumentException if the buffer has too little room
     */
    public synchronized void readOutput(int index, ByteBuffer values) {
        allocate();
        TfLiteTensor tensor = open().output_tensor(checkIndex(index, NativeTensors.size(open().outputs()), "output"));
        if (values.remaining() < tensor.bytes()) {
            throw new IllegalArgumentException(name + ": output " + NativeTensors.describe(index, tensor) + " has "
                    + tensor.bytes() + " bytes, the buffer has room for " + values.remaining());
        }
        values.put(NativeTensors.memory(name, tensor));
    }

    /** @throws InterpreterException if an operator fails */
    public synchronized void run() {
        allocate();
        requireStrings();
        check(open().Invoke(), "the run failed");
    }

    /** Runs again and again, on the same inputs, and puts down how long each call of native code took. */
    public synchronized void time(long[] nanoseconds) {
        allocate();
        requireStrings();
        org.bytedeco.tensorflowlite.Interpreter interpreter = open();
        OperatorClock clock = parts.clock;
        int status = clock == null ? 0 : clock.begin(interpreter);
        for (int i = 0; i < nanoseconds.length; i++) {
            EspalierException.Interrupted.check(name);
            long start = System.nanoTime();
            status |= clock == null ? interpreter.Invoke() : clock.time(interpreter);
            nanoseconds[i] = System.nanoTime() - start;
        }
        check(status, "a run failed");
    }

    /**
     * What {@link #time} has measured since {@link #forgetOperatorTimes}, the last {@link #resizeInput}, or since the interpreter was opened.
     *
     * @throws IllegalStateException if the interpreter was not opened by {@link #openProfiled}
     */
    public synchronized OperatorTimes operatorTimes() {
        open();
        return clock().times();
    }

    /**
     * Forgets the times of operators, such as those of warm-up runs.
     *
     * @throws IllegalStateException if the interpreter was not opened by {@link #openProfiled}
     */
    public synchronized void forgetOperatorTimes() {
        open();
        clock().forget();
    }

    private OperatorClock clock() {
        if (parts.clock == null) {
            throw new IllegalStateException(name + ": the interpreter was not opened to time operators");
        }
        return parts.clock;
    }

    /** The bytes that a tensor of a subgraph takes, at the shapes of now; of one that is made of parts or not sized yet, 0. */
    public synchronized long tensorBytes(int subgraph, int tensor) {
        allocate();
        return open().subgraph(subgraph).tensor(tensor).bytes();
    }

    private void requireStrings(TensorInfo input, ByteBuffer values) {
        StringValues.fault(values, input.elements()).ifPresent(fault -> {
            throw new IllegalArgumentException(name + ": input " + input + " does not take these bytes: " + fault);
        });
    }

    // numbers that nobody wrote are some numbers; strings that nobody wrote are none
    private void requireStrings() {
        for (int index : stringInputs) {
            TfLiteTensor tensor = open().input_tensor(index);
            if (tensor.bytes() == 0) {
                throw new InterpreterException(name + ": input " + NativeTensors.describe(index, tensor)
                        + " takes strings, but none were written");
            }
        }
    }

    /** An input's tensor as the file has it. */
    public Tensor inputTensor(int index) {
        return parts.model
                .graph()
                .main()
                .tensor(parts.model.graph().main().inputs().get(index));
    }

    /** The places of the inputs by the names of their tensors, and by those that signatures give them. */
    public Map<String, Integer> inputNames() {
        return InputNames.of(parts.model.graph());
    }

    /** What is known of the values that an input may have, at the shapes of now. */
    public synchronized List<InputGuard.Bound> bounds(int index) {
        allocate();
        return guard.bounds(index);
    }

    /** A float32 input where it lies, until it is written again or resized. */
    public synchronized FloatBuffer viewInput(int index) {
        return NativeTensors.memory(name, open().input_tensor(index))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A float32 output where it lies, until the next run. */
    public synchronized FloatBuffer viewOutput(int index) {
        return NativeTensors.memory(name, open().output_tensor(index))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** The shape of any tensor of the main graph, by its index; empty where an operator finds it while it runs. */
    synchronized Optional<Ints> shape(int tensor) {
        allocate();
        TfLiteTensor found = open().tensor(tensor);
        return found.allocation_type() == tensorflowlite.kTfLiteDynamic
                ? Optional.empty()
                : Optional.of(Ints.of(NativeTensors.dimensions(found.dims()).stream()
                        .mapToInt(Integer::intValue)
                        .toArray()));
    }

    /** Runs the model on examples that have nothing to do with those of earlier runs: what these left behind in its variables is forgotten. */
    public synchronized void runAnew() {
        boolean keepsState = parts.model.graph().main().tensors().stream().anyMatch(Tensor::isVariable);
        if (keepsState) {
            resetVariables();
        }
        run();
    }

    /** Forgets what earlier runs left behind in the model's variables. */
    public synchronized void resetVariables() {
        allocate();
        check(open().ResetVariableTensors(), "cannot reset the variables");
    }

    /** Whether XNNPACK runs at least one operator of the main graph: it may be on and find none that it can. */
    public synchronized boolean xnnpackApplied() {
        allocate();
        return open().primary_subgraph().HasDelegates();
    }

    /**
     * The bytes of the arenas that hold the main graph's activations and variables. What is between operators that XNNPACK runs lies in
     * memory of its own and does not count: for the whole of a model ask an interpreter without XNNPACK.
     */
    public synchronized long arenaBytes() {
        allocate();
        try (Subgraph.SubgraphAllocInfo sizes = new Subgraph.SubgraphAllocInfo()) {
            open().primary_subgraph().GetMemoryAllocInfo(sizes);
            return sizes.arena_size() + sizes.arena_persist_size() + sizes.dynamic_size();
        }
    }

    /** Frees the native memory, after a run that another thread may be in. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        cleanable.clean();
    }

    private org.bytedeco.tensorflowlite.Interpreter open() {
        if (closed) {
            throw new IllegalStateException(name + ": the interpreter is closed");
        }
        return parts.interpreter;
    }

    private void check(int status, String what) {
        if (status != 0) {
            throw new InterpreterException(name + ": " + what + ": " + parts.errors.drain());
        }
    }

    private int checkIndex(int index, int count, String role) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(name + ": has no " + role + " " + index + ", but " + count);
        }
        return index;
    }
}
