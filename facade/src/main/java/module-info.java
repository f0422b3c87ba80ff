// SPDX-License-Identifier: Apache-2.0
/** The five things that most programs do with Espalier; start at {@link io.espalier.Espalier}. */
module io.espalier {
    requires static org.jspecify;
    requires transitive io.espalier.experiment;

    exports io.espalier;
}
