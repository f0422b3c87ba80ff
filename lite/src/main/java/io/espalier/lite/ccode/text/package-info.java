// SPDX-License-Identifier: Apache-2.0
/** Programs as text of C. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.text;
