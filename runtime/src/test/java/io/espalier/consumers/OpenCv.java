// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import io.espalier.lite.Floats;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_dnn;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;

/**
 * OpenCV's module dnn, in this process. It takes and gives tensors of four dimensions as NCHW; here they are NHWC all the same. Compiled in the
 * profile conformance only, which adds the library.
 */
final class OpenCv implements Consumer {
    private static final int IMAGE_RANK = 4;

    OpenCv() {
        Loader.load(opencv_dnn.class);
    }

    @Override
    public Answer run(byte[] model, List<Values> inputs) {
        try (BytePointer bytes = new BytePointer(model);
                Net net = opencv_dnn.readNetFromTFLite(bytes, model.length);
                Mat input = mat(inputs.get(0))) {
            net.setInput(input);
            try (Mat output = net.forward()) {
                return new Outputs(List.of(values(output)), List.of());
            }
        } catch (RuntimeException e) {
            return new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private static Mat mat(Values values) {
        Values moved = values.shape().size() == IMAGE_RANK ? transposed(values, new int[] {0, 3, 1, 2}) : values;
        int[] shape = moved.shape().stream().mapToInt(Integer::intValue).toArray();
        Mat mat = new Mat(shape, opencv_core.CV_32F);
        FloatBuffer content = mat.createBuffer();
        content.put(moved.numbers().toArray());
        return mat;
    }

    private static Values values(Mat mat) {
        List<Integer> shape = new ArrayList<>();
        for (int axis = 0; axis < mat.dims(); axis++) {
            shape.add(mat.size(axis));
        }
        FloatBuffer content = mat.createBuffer();
        // The buffer may be longer: the memory of another layer's output, used again.
        float[] numbers = new float[shape.stream().reduce(1, Math::multiplyExact)];
        content.get(numbers);
        Values values = new Values(TensorType.FLOAT32, shape, Floats.of(numbers));
        return shape.size() == IMAGE_RANK ? transposed(values, new int[] {0, 2, 3, 1}) : values;
    }

    /** @param order which axis of the old shape each axis of the new one is */
    private static Values transposed(Values values, int[] order) {
        List<Integer> old = values.shape();
        int[] strides = new int[IMAGE_RANK];
        int stride = 1;
        for (int axis = IMAGE_RANK - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= old.get(axis);
        }
        List<Integer> shape = new ArrayList<>();
        for (int axis : order) {
            shape.add(old.get(axis));
        }
        float[] moved = new float[stride];
        int[] index = new int[IMAGE_RANK];
        for (int place = 0; place < stride; place++) {
            int rest = place;
            int from = 0;
            for (int axis = IMAGE_RANK - 1; axis >= 0; axis--) {
                index[axis] = rest % shape.get(axis);
                rest /= shape.get(axis);
                from += index[axis] * strides[order[axis]];
            }
            moved[place] = values.numbers().get(from);
        }
        return new Values(values.type(), shape, Floats.of(moved));
    }

    @Override
    public void close() {
        // Each run has a net of its own.
    }
}
