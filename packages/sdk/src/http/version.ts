/** Version of the API that this client was made for; sent with every request as `marquee-version`. */
export const apiVersion = '1.0.0';
