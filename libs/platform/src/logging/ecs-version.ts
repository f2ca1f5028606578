/** Version of the Elastic Common Schema the lines follow; that of @elastic/ecs-winston-format (a test compares). */
export const ecsVersion = '8.10.0';
