// SPDX-License-Identifier: Apache-2.0
/** What Keras 1 and Keras 3 write differently, turned into the words of Keras 2.15 and back. */
@NullMarked
package io.espalier.model.keras.versions;

import org.jspecify.annotations.NullMarked;
