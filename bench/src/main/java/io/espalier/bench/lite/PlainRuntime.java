// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.observe.TensorObservation;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/** Calibration as it is commonly written: pictures fed one by one to the runtime, all tensors preserved. The yardstick. */
final class PlainRuntime {
    private final Path file;
    private final Graph graph;
    private final Dataset pictures;

    /** For a model of one float input, and pictures of bytes. */
    PlainRuntime(Path file, Graph graph, Dataset pictures) {
        if (pictures.features().type() != ElementType.UINT8) {
            throw new IllegalArgumentException(
                    pictures.name() + " holds " + pictures.features().type() + ", not bytes");
        }
        this.file = file;
        this.graph = graph;
        this.pictures = pictures;
    }

    /**
     * Runs all pictures.
     *
     * @param observe whether every float tensor's range is kept
     */
    void run(boolean observe) {
        try (FlatBufferModel model = FlatBufferModelBase.VerifyAndBuildFromFile(file.toString());
                BuiltinOpResolverWithoutDefaultDelegates resolver = new BuiltinOpResolverWithoutDefaultDelegates();
                InterpreterOptions options = new InterpreterOptions();
                Interpreter interpreter = new Interpreter((Pointer) null)) {
            options.SetPreserveAllTensors();
            try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver, options)) {
                builder.apply(interpreter, 1);
            }
            interpreter.AllocateTensors();
            feed(interpreter, observe);
        }
    }

    private void feed(Interpreter interpreter, boolean observe) {
        List<Integer> tensors = new ArrayList<>();
        List<TensorObservation> observations = new ArrayList<>();
        for (int i = 0; observe && i < graph.main().tensors().size(); i++) {
            Tensor tensor = graph.main().tensor(i);
            if (tensor.type() == TensorType.FLOAT32 && !tensor.isConstant()) {
                tensors.add(i);
                observations.add(new TensorObservation(tensor.name(), new CalibrationMethod.MinMax()));
            }
        }
        ByteBuffer features = ByteBuffer.allocateDirect(pictures.features().bytes());
        ByteBuffer targets = ByteBuffer.allocateDirect(pictures.targets().bytes());
        int input = interpreter.inputs().get(0);
        for (int i = 0; i < pictures.size(); i++) {
            pictures.read(new int[] {i}, 0, 1, features.clear(), targets.clear());
            features.flip();
            FloatBuffer numbers = view(interpreter, input);
            while (features.hasRemaining()) {
                numbers.put(pictures.scaling().apply(features.get() & 0xff));
            }
            interpreter.Invoke();
            for (int j = 0; j < tensors.size(); j++) {
                observations.get(j).add(i, view(interpreter, tensors.get(j)));
            }
        }
    }

    private static FloatBuffer view(Interpreter interpreter, int index) {
        TfLiteTensor tensor = interpreter.tensor(index);
        return tensor.data()
                .raw()
                .capacity(tensor.bytes())
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
