// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.data.Dataset.Part;
import io.espalier.data.ElementSpec;
import io.espalier.train.library.TensorFlowLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.types.family.TNumber;

/**
 * Examples as they are stored, in TensorFlow's memory, a tensor for each of their parts. They get there in blocks of bytes, never number by
 * number.
 */
final class ExampleTensors implements AutoCloseable {
    private static final int BLOCK_BYTES = 8 << 20;

    private final List<TNumber> features;
    private final TNumber targets;

    private ExampleTensors(List<TNumber> features, TNumber targets) {
        this.features = features;
        this.targets = targets;
    }

    /** Reads examples in the order of the indices. */
    static ExampleTensors read(Dataset dataset, int[] indices, int from, int count) {
        TensorFlowLibrary.load();
        List<TNumber> features = new ArrayList<>();
        dataset.parts().forEach(part -> features.add(empty(part.spec(), count)));
        TNumber targets = empty(dataset.targets(), count);
        ExampleTensors tensors = new ExampleTensors(features, targets);
        try {
            tensors.fill(dataset, indices, from, count);
            return tensors;
        } catch (RuntimeException | Error e) {
            tensors.close();
            throw e;
        }
    }

    private static TNumber empty(ElementSpec spec, int count) {
        return Tensor.of(TensorTypes.of(spec.type()), TensorTypes.batch(count, spec));
    }

    private void fill(Dataset dataset, int[] indices, int from, int count) {
        int featureBytes = dataset.features().bytes();
        int targetBytes = dataset.targets().bytes();
        int block = Math.max(1, Math.min(count, BLOCK_BYTES / Math.max(1, featureBytes + targetBytes)));
        ByteBuffer featureBlock = block(block, featureBytes);
        ByteBuffer targetBlock = block(block, targetBytes);
        for (int done = 0; done < count; done += block) {
            int examples = Math.min(block, count - done);
            dataset.read(indices, from + done, examples, featureBlock.clear(), targetBlock.clear());
            copyParts(dataset.parts(), featureBlock.flip(), done, examples);
            copy(targetBlock.flip(), targets, (long) done * targetBytes);
        }
    }

    private void copyParts(List<Part> parts, ByteBuffer block, int first, int examples) {
        if (parts.size() == 1) {
            copy(block, features.get(0), (long) first * parts.get(0).spec().bytes());
            return;
        }
        int stride = block.limit() / examples;
        int offset = 0;
        for (int place = 0; place < parts.size(); place++) {
            int bytes = parts.get(place).spec().bytes();
            ByteBuffer part = block(examples, bytes);
            for (int example = 0; example < examples; example++) {
                part.put(block.slice(example * stride + offset, bytes));
            }
            copy(part.flip(), features.get(place), (long) first * bytes);
            offset += bytes;
        }
    }

    // An array, since TensorFlow copies other memory number by number.
    private static ByteBuffer block(int examples, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(examples, bytes)).order(ByteOrder.nativeOrder());
    }

    private static void copy(ByteBuffer block, TNumber tensor, long offset) {
        if (block.hasRemaining()) {
            tensor.asRawTensor()
                    .data()
                    .slice(offset, block.remaining())
                    .write(block.array(), block.arrayOffset() + block.position(), block.remaining());
        }
    }

    /** A tensor for each part of the examples. */
    List<TNumber> features() {
        return features;
    }

    TNumber targets() {
        return targets;
    }

    @Override
    public void close() {
        features.forEach(TNumber::close);
        targets.close();
    }
}
