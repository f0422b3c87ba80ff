// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.espalier.base.internal.AtomicFile;
import io.espalier.data.DataFormatException;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The complete state of a training at one moment.
 *
 * <p>Its file is one of NumPy's, {@code .npz}: {@code head} is JSON in bytes, {@code variables/conv2d/kernel} an array of float32.
 *
 * @param variables the model's weights, the state of what lies on them, and what a loss trains beside them
 * @param slots what the optimizer keeps for them
 * @param kept the variables as they were at moments that callbacks may go back to
 */
public record TrainingCheckpoint(
        TrainingIdentity identity,
        TrainingPosition position,
        Weights variables,
        Weights slots,
        Map<String, Weights> kept) {
    private static final String HEAD = "head";
    private static final String VARIABLES = "variables/";
    private static final String SLOTS = "slots/";
    private static final String KEPT = "kept/";

    public TrainingCheckpoint {
        kept = Map.copyOf(kept);
    }

    /** Writes the file wholly or not at all, in place of what was there. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, temporary -> {
            try (NpzFile.Writer arrays =
                    new NpzFile.Writer(new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16))) {
                byte[] head = CheckpointHead.of(this).toJson();
                arrays.write(HEAD, new NumericArray(ElementType.UINT8, List.of(head.length), ByteBuffer.wrap(head)));
                write(arrays, VARIABLES, variables);
                write(arrays, SLOTS, slots);
                for (Map.Entry<String, Weights> entry : kept.entrySet()) {
                    write(arrays, KEPT + entry.getKey() + "/", entry.getValue());
                }
            }
        });
    }

    private static void write(NpzFile.Writer arrays, String folder, Weights weights) throws IOException {
        for (WeightKey key : weights.keys()) {
            Tensor tensor = weights.get(key);
            ByteBuffer bytes =
                    ByteBuffer.allocate(tensor.shape().elements() * Float.BYTES).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(tensor.buffer());
            arrays.write(
                    folder + key,
                    new NumericArray(ElementType.FLOAT32, tensor.shape().dimensions(), bytes));
        }
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws TrainingException if there is none, it is no checkpoint, cut short or damaged
     */
    public static TrainingCheckpoint read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new TrainingException("no such checkpoint: " + file + "; start without resuming");
        }
        try (NpzFile arrays = NpzFile.open(file)) {
            if (!arrays.names().contains(HEAD)) {
                throw new TrainingException(file + " is an npz file, but not a training checkpoint");
            }
            CheckpointHead head = head(arrays);
            Map<String, Weights> kept = new LinkedHashMap<>();
            head.kept().forEach(name -> kept.put(name, weights(arrays, KEPT + name + "/", head.variables())));
            return new TrainingCheckpoint(
                    new TrainingIdentity(head.identity()),
                    head.trainingPosition(),
                    weights(arrays, VARIABLES, head.variables()),
                    weights(arrays, SLOTS, head.slots()),
                    kept);
        } catch (JsonProcessingException e) {
            throw new TrainingException(
                    file + " is not a checkpoint that this version of Espalier can read: " + e.getOriginalMessage(), e);
        } catch (DataFormatException e) {
            throw new TrainingException(
                    "cannot resume: " + e.getMessage() + "; use another checkpoint, or start without one", e);
        }
    }

    private static CheckpointHead head(NpzFile arrays) throws JsonProcessingException {
        ByteBuffer bytes = arrays.read(HEAD).data();
        return CheckpointHead.fromJson(StandardCharsets.UTF_8.decode(bytes).toString());
    }

    private static Weights weights(NpzFile arrays, String folder, List<WeightKey> keys) {
        Map<WeightKey, Tensor> weights = new LinkedHashMap<>();
        for (WeightKey key : keys) {
            NumericArray array = arrays.read(folder + key);
            weights.put(key, Tensor.of(new Shape(array.shape()), array.data().asFloatBuffer()));
        }
        return Weights.of(weights);
    }
}
