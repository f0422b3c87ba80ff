// SPDX-License-Identifier: Apache-2.0
/** The two labs: MNIST, and cats against dogs. */
module io.espalier.lab {
    requires static org.jspecify;
    requires transitive io.espalier.search;
}
