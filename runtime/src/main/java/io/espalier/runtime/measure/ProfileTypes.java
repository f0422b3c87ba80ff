// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.measure.Profile.Operator;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums up operators by type. */
final class ProfileTypes {
    private ProfileTypes() {}

    static List<Profile.Type> of(List<Operator> operators) {
        Map<String, List<Operator>> byType =
                operators.stream().collect(Collectors.groupingBy(Operator::type, TreeMap::new, Collectors.toList()));
        return byType.entrySet().stream()
                .map(type -> sum(type.getKey(), type.getValue()))
                .sorted(Comparator.comparingDouble(Profile.Type::micros).reversed())
                .toList();
    }

    private static Profile.Type sum(String type, List<Operator> operators) {
        return new Profile.Type(
                type,
                operators.size(),
                operators.stream().mapToDouble(Operator::micros).sum(),
                operators.stream().mapToDouble(Operator::calls).sum(),
                operators.stream().mapToLong(Operator::outputBytes).sum());
    }
}
