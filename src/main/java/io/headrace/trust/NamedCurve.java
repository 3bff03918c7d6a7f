package io.headrace.trust;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Optional;

/** The curves of NIST's FIPS 186-5 that model signing names, each with the hash of its signatures. */
enum NamedCurve {
    P_256("secp256r1", "SHA256withECDSA"),
    P_384("secp384r1", "SHA384withECDSA"),
    P_521("secp521r1", "SHA512withECDSA");

    private final String standardName;
    private final String signature;

    NamedCurve(String standardName, String signature) {
        this.standardName = standardName;
        this.signature = signature;
    }

    /** The curve of the key, if it is one of these. */
    static Optional<NamedCurve> of(ECKey key) {
        return Arrays.stream(values())
                .filter(curve -> isSame(curve.parameters(), key.getParams()))
                .findFirst();
    }

    private static boolean isSame(ECParameterSpec one, ECParameterSpec other) {
        return one.getCurve().equals(other.getCurve())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder())
                && one.getCofactor() == other.getCofactor();
    }

    /** Whether the key is a point of the curve: y² = x³ + ax + b modulo p. */
    boolean holds(ECPublicKey key) {
        ECPoint point = key.getW();
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) parameters().getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3)
                .add(x.multiply(parameters().getCurve().getA()))
                .add(parameters().getCurve().getB());
        return x.signum() >= 0
                && y.signum() >= 0
                && x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    ECGenParameterSpec generation() {
        return new ECGenParameterSpec(standardName);
    }

    /** The JDK's name of ECDSA with this curve's hash; signatures are in ASN.1 DER. */
    String signature() {
        return signature;
    }

    private ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(generation());
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 17 has the curve " + standardName, e);
        }
    }
}
