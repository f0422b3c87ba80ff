// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.compute.EinsumTerms;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The sum of products that an equation names, such as {@code bij,bjk->bik}, of one or two tensors, or of a tensor and a constant.
 *
 * @param equation of all dimensions, the batch first in those of tensors and of the output
 * @param constant the second operand, if it is no input
 */
public record Einsum(String equation, Optional<Tensor> constant) implements ComposedLayer {
    public Einsum {
        EinsumTerms.check(equation);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() > 2 || (constant.isPresent() && inputs.size() == 2)) {
            throw new ModelException("computes '" + equation + "'; supported are two operands at most");
        }
        T left = inputs.get(0);
        Optional<T> right =
                constant.map(on::constant).or(() -> inputs.stream().skip(1).findFirst());
        EinsumTerms terms = EinsumTerms.of(equation, on.shape(left), right.map(on::shape), constant.isPresent());
        T reduced = reduced(on, left, terms.left(), terms.lostOfLeft());
        String kept = EinsumTerms.without(terms.left(), terms.lostOfLeft());
        if (right.isEmpty()) {
            return EinsumTerms.transposed(on, reduced, kept, terms.output());
        }
        T other = reduced(on, right.get(), terms.right(), terms.lostOfRight());
        String otherKept = EinsumTerms.without(terms.right(), terms.lostOfRight());
        T product = product(
                on,
                terms,
                EinsumTerms.transposed(on, reduced, kept, terms.each() + terms.rows() + terms.summed()),
                EinsumTerms.transposed(on, other, otherKept, terms.each() + terms.summed() + terms.columns()));
        String order = terms.each() + terms.rows() + terms.columns();
        return EinsumTerms.transposed(on, EinsumTerms.reshaped(on, product, terms.shape(order)), order, terms.output());
    }

    private <T> T product(Operations<T> on, EinsumTerms terms, T left, T right) {
        int each = terms.elements(terms.each());
        int rows = terms.elements(terms.rows());
        int inner = terms.elements(terms.summed());
        int columns = terms.elements(terms.columns());
        if (constant.isEmpty()) {
            T one = EinsumTerms.reshaped(on, left, Shape.of(each, rows, inner));
            return on.matMul(one, EinsumTerms.reshaped(on, right, Shape.of(each, inner, columns)), false);
        }
        if (terms.each().isEmpty()) {
            T one = EinsumTerms.reshaped(on, left, Shape.of(rows, inner));
            return on.dense(one, EinsumTerms.reshaped(on, right, Shape.of(inner, columns)));
        }
        // A constant has no batch that products of matrices could go over.
        T one = EinsumTerms.reshaped(on, left, Shape.of(each, rows, inner, 1));
        T other = EinsumTerms.reshaped(on, right, Shape.of(each, 1, inner, columns));
        return on.reduce(Reduction.SUM, on.multiply(one, other), false, 2);
    }

    private static <T> T reduced(Operations<T> on, T value, String letters, String lost) {
        int[] places = lost.chars().map(letters::indexOf).sorted().toArray();
        return places.length == 0 ? value : on.reduce(Reduction.SUM, value, false, places);
    }
}
