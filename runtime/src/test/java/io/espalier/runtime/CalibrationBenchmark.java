// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.Dataset;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.TensorObservation;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * Calibration against feeding the same pictures one by one to the plain runtime with all tensors preserved.
 *
 * <p>Arguments: a model of one input, CIFAR-10 records (a byte for the label, 3072 for the picture, channel by channel), how many.
 */
final class CalibrationBenchmark {
    private static final int ROUNDS = 7;

    private CalibrationBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[2]);
        Dataset data = Cifar10.read(Path.of(arguments[1]), 0, count);
        Graph graph = GraphReader.read(file);
        CalibrationMethod minMax = new CalibrationMethod.MinMax();
        InterpreterOptions one = InterpreterOptions.DEFAULTS;
        System.out.printf("%s, %d pictures, medians of %d rounds%n", file.getFileName(), count, ROUNDS);
        print("plain runtime, all preserved, runs only", count, () -> preserved(file, graph, data, false));
        print("plain runtime, all preserved, observed", count, () -> preserved(file, graph, data, true));
        print("calibrator, 1 thread, no XNNPACK", count, () -> {
            Calibrator.of(data).options(one.withXnnpack(false)).calibrate(graph, minMax);
        });
        for (CalibrationMethod method : List.of(
                minMax,
                CalibrationMethod.MovingAverage.DEFAULT,
                CalibrationMethod.Percentile.DEFAULT,
                CalibrationMethod.MeanSquaredError.DEFAULT)) {
            print(
                    "calibrator, 1 thread, " + method,
                    count,
                    () -> Calibrator.of(data).options(one).calibrate(graph, method));
        }
        print(
                "calibrator, 2 threads",
                count,
                () -> Calibrator.of(data).options(one.withThreads(2)).calibrate(graph, minMax));
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void print(String what, int count, Task task) throws IOException {
        double[] milliseconds = new double[ROUNDS];
        for (int i = -2; i < ROUNDS; i++) {
            long start = System.nanoTime();
            task.run();
            milliseconds[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        double median = milliseconds[ROUNDS / 2];
        System.out.printf("%-60s %8.1f ms  %7.3f ms a picture%n", what, median, median / count);
    }

    private static void preserved(Path file, Graph graph, Dataset data, boolean observe) throws IOException {
        NativeLibrary.load();
        ByteBuffer bytes = Interpreter.read(file);
        ErrorLog errors = new ErrorLog();
        BytePointer pointer = new BytePointer(bytes);
        FlatBufferModel model =
                FlatBufferModelBase.VerifyAndBuildFromBuffer(pointer, bytes.remaining(), null, errors.reporter());
        BuiltinOpResolverWithoutDefaultDelegates resolver = new BuiltinOpResolverWithoutDefaultDelegates();
        org.bytedeco.tensorflowlite.InterpreterOptions options = new org.bytedeco.tensorflowlite.InterpreterOptions();
        options.SetPreserveAllTensors();
        org.bytedeco.tensorflowlite.Interpreter interpreter =
                new org.bytedeco.tensorflowlite.Interpreter((org.bytedeco.javacpp.Pointer) null);
        try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver, options)) {
            builder.apply(interpreter, 1);
        }
        interpreter.AllocateTensors();
        List<Integer> tensors = new ArrayList<>();
        List<TensorObservation> observations = new ArrayList<>();
        for (int i = 0; i < graph.main().tensors().size(); i++) {
            Tensor tensor = graph.main().tensor(i);
            if (tensor.type() == TensorType.FLOAT32 && !tensor.isConstant()) {
                tensors.add(i);
                observations.add(new TensorObservation(tensor.name(), new CalibrationMethod.MinMax()));
            }
        }
        StoredFeatures stored = new StoredFeatures(data.features().type(), data.scaling());
        int elements = data.features().elements();
        float[] numbers = new float[elements];
        ByteBuffer features = ByteBuffer.allocateDirect(elements);
        ByteBuffer targets = ByteBuffer.allocateDirect(Integer.BYTES);
        for (int i = 0; i < data.size(); i++) {
            data.read(new int[] {i}, 0, 1, features.clear(), targets.clear());
            stored.read(features.flip(), elements, numbers);
            view(interpreter, interpreter.inputs().get(0)).asFloatBuffer().put(numbers);
            interpreter.Invoke();
            for (int j = 0; observe && j < tensors.size(); j++) {
                observations.get(j).add(i, view(interpreter, tensors.get(j)).asFloatBuffer());
            }
        }
        interpreter.close();
        resolver.close();
        model.close();
        pointer.close();
        errors.close();
    }

    private static ByteBuffer view(org.bytedeco.tensorflowlite.Interpreter interpreter, int index) {
        var tensor = interpreter.tensor(index);
        return tensor.data().raw().capacity(tensor.bytes()).asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
