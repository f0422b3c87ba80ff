// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import com.google.protobuf.ByteString;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.ProtoOutput;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.TensorShape;
import io.espalier.model.tensorflow.checkpoint.RecordFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Requests that TensorFlow Serving sends to a model when it has loaded it, so that the first caller need not wait: records of its messages {@code
 * PredictionLog}.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/saved_model_warmup">SavedModel warm-up</a>
 */
final class WarmUp {
    private WarmUp() {}

    /** A request for each signature, of one example of zeros. */
    static byte[] requests(String model, Map<String, SignatureDef> signatures) {
        List<ByteString> records = signatures.entrySet().stream()
                .map(signature -> request(model, signature.getKey(), signature.getValue()))
                .toList();
        return RecordFile.bytes(records);
    }

    private static ByteString request(String model, String key, SignatureDef signature) {
        return ProtoOutput.message(log -> log.message(
                6,
                predict -> predict.message(1, request -> {
                    request.message(1, spec -> spec.text(1, model).text(3, key));
                    signature
                            .inputs()
                            .forEach((name, input) -> request.message(
                                    2,
                                    entry -> entry.text(1, name)
                                            .message(2, value -> ProtoWriter.tensor(value, zeros(input)))));
                })));
    }

    private static ConstantTensor zeros(TensorInfo input) {
        long[] shape = input.shape().dimensions().stream()
                .mapToLong(size -> Math.max(size, 1))
                .toArray();
        TensorShape closed = TensorShape.of(shape);
        DataType type = input.type();
        ByteBuffer values = ByteBuffer.allocate(Math.toIntExact(closed.elements() * type.bytes()));
        return ConstantTensor.of(type, closed, values);
    }
}
