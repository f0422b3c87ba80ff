// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of nodes: letters, digits and {@code _ . - /}, each of them once, also for who does not tell upper case from lower. */
final class NodeNames {
    private final Set<String> taken = new HashSet<>();

    /** A name as near to a wish as TensorFlow allows. */
    String unique(String wish) {
        String plain = plain(wish);
        String name = plain;
        for (int number = 1; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = plain + "_" + number;
        }
        return name;
    }

    static String plain(String wish) {
        // The semicolon joins the names of tensors that a converter made one of; the first is that of the layer.
        String first = wish.startsWith(";") ? wish : wish.split(";", 2)[0];
        String allowed = first.replaceAll("[^A-Za-z0-9_.\\-/]", "_")
                .replaceAll("/+", "/")
                .replaceAll("^/|/$", "");
        return allowed.matches("[A-Za-z0-9.].*") ? allowed : "node" + (allowed.isEmpty() ? "" : "_" + allowed);
    }
}
