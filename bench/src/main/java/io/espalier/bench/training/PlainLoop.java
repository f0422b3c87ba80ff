// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.train.library.TensorFlowLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The lab's model in a session loop as it is commonly written with TensorFlow Java: the yardstick. */
final class PlainLoop implements AutoCloseable {
    static final int BATCH = 128;

    private final Graph graph = TensorFlowLibrary.newGraph();
    private final Ops tf = Ops.create(graph);
    private final Placeholder<TFloat32> images = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 784)));
    private final Placeholder<TInt32> labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    private final Operand<TFloat32> loss;
    private final Op minimize;
    private final Session session;
    private final float[] pixels;
    private final int[] classes;
    private final SplittableRandom random = new SplittableRandom(1);

    PlainLoop(Model model, Dataset training, int threads) {
        Weights weights = model.weights();
        Variable<TFloat32> kernel = variable(weights, "conv2d", "kernel");
        Variable<TFloat32> bias = variable(weights, "conv2d", "bias");
        Variable<TFloat32> denseKernel = variable(weights, "dense", "kernel");
        Variable<TFloat32> denseBias = variable(weights, "dense", "bias");
        Operand<TFloat32> pictures = tf.reshape(images, tf.constant(new int[] {-1, 28, 28, 1}));
        Operand<TFloat32> features =
                tf.nn.relu(tf.nn.biasAdd(tf.nn.conv2d(pictures, kernel, List.of(1L, 1L, 1L, 1L), "VALID"), bias));
        int[] window = {1, 2, 2, 1};
        Operand<TFloat32> pooled = tf.nn.maxPool(features, tf.constant(window), tf.constant(window), "VALID");
        Operand<TFloat32> flat = tf.reshape(pooled, tf.constant(new int[] {-1, 13 * 13 * 12}));
        Operand<TFloat32> logits = tf.nn.biasAdd(tf.linalg.matMul(flat, denseKernel), denseBias);
        Operand<TFloat32> oneHot = tf.oneHot(labels, tf.constant(10), tf.constant(1f), tf.constant(0f));
        loss = tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0));
        minimize = new Adam(graph, 0.001f).minimize(loss);
        session = new Session(
                graph,
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(threads)
                        .setInterOpParallelismThreads(threads)
                        .build());
        session.initialize();
        pixels = new float[training.size() * 784];
        classes = new int[training.size()];
        decode(training);
    }

    private Variable<TFloat32> variable(Weights weights, String layer, String name) {
        io.espalier.model.tensor.Tensor value = weights.get(layer, name);
        Operand<TFloat32> initial = tf.reshape(
                tf.constant(value.toArray()), tf.constant(value.shape().toArray()));
        Variable<TFloat32> variable = tf.variable(initial);
        return variable;
    }

    private void decode(Dataset training) {
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length);
        ByteBuffer numbers = ByteBuffer.allocate(classes.length * 4).order(ByteOrder.nativeOrder());
        training.read(IntStream.range(0, training.size()).toArray(), 0, training.size(), bytes, numbers);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes.get(i) & 0xff) / 255f;
        }
        numbers.flip().asIntBuffer().get(classes);
    }

    /** The mean loss of an epoch in a new order. */
    double epoch() {
        int[] order = shuffled();
        double losses = 0;
        FloatBuffer batch = ByteBuffer.allocateDirect(BATCH * 784 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int from = 0; from < order.length; from += BATCH) {
            int size = Math.min(BATCH, order.length - from);
            int[] answers = new int[size];
            batch.clear();
            for (int i = 0; i < size; i++) {
                int example = order[from + i];
                batch.put(pixels, example * 784, 784);
                answers[i] = classes[example];
            }
            batch.flip();
            try (TFloat32 inputs = TFloat32.tensorOf(Shape.of(size, 784), DataBuffers.of(batch));
                    TInt32 targets = TInt32.vectorOf(answers);
                    Result result = session.runner()
                            .feed(images, inputs)
                            .feed(labels, targets)
                            .addTarget(minimize)
                            .fetch(loss)
                            .run()) {
                losses += ((TFloat32) result.get(0)).getFloat() * size;
            }
        }
        return losses / order.length;
    }

    private int[] shuffled() {
        int[] order = IntStream.range(0, classes.length).toArray();
        for (int last = order.length - 1; last > 0; last--) {
            int chosen = random.nextInt(last + 1);
            int moved = order[last];
            order[last] = order[chosen];
            order[chosen] = moved;
        }
        return order;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
