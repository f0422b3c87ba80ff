// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.lower.LoweringException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Closes the dimensions that the inputs of a signature leave open. */
final class SignatureShapes {
    private SignatureShapes() {}

    /** @param example the shape of one example of the only input; empty to leave it as it is */
    static SignatureDef fixed(SignatureDef signature, Optional<Shape> example) {
        if (example.isEmpty()) {
            return signature;
        }
        if (signature.inputs().size() != 1) {
            throw new LoweringException("a shape is given, but the signature has the inputs "
                    + signature.inputs().keySet() + "; only one can be given a shape");
        }
        Map<String, TensorInfo> inputs = new LinkedHashMap<>();
        signature.inputs().forEach((name, tensor) -> inputs.put(name, fixed(name, tensor, example.get())));
        return new SignatureDef(inputs, signature.outputs(), signature.method());
    }

    private static TensorInfo fixed(String name, TensorInfo tensor, Shape example) {
        TensorShape stated = tensor.shape();
        List<Long> sizes = new ArrayList<>();
        sizes.add(
                stated.isRankKnown() && !stated.dimensions().isEmpty()
                        ? stated.dimensions().get(0)
                        : -1);
        example.dimensions().forEach(size -> sizes.add((long) size));
        boolean fits = !stated.isRankKnown() || stated.dimensions().size() == sizes.size();
        for (int axis = 1; axis < sizes.size() && fits && stated.isRankKnown(); axis++) {
            long size = stated.dimensions().get(axis);
            fits = size < 0 || size == sizes.get(axis);
        }
        if (!fits) {
            throw new LoweringException("the input '" + name + "' has the shape " + stated + ", in which examples of "
                    + example + " do not fit");
        }
        return new TensorInfo(tensor.name(), tensor.type(), new TensorShape(true, sizes));
    }
}
